// Writes config/docketbox.schema.json from controller/config-schema.ts; with --check it only says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import * as prettier from 'prettier';
import { z } from 'zod';
import { siteConfig } from '../controller/config-schema.ts';

const file = new URL('../config/docketbox.schema.json', import.meta.url);
const { $schema, ...schema } = z.toJSONSchema(siteConfig, { io: 'input', reused: 'ref' });
const text = await prettier.format(
  JSON.stringify({
    $schema,
    title: 'Docketbox site configuration',
    description: 'See docs/configuration.md for what each setting means.',
    ...schema,
  }),
  { parser: 'json', ...(await prettier.resolveConfig(file)) },
);
const current = (() => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
})();
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (current !== text) {
  console.error(
    'config/docketbox.schema.json is not what controller/config-schema.ts says: npm run generate',
  );
  process.exitCode = 1;
}
