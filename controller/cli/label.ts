import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isDocketCode } from '../domain/docket-code.ts';
import { CommandFailed, EXIT, UsageError, wholeNumber, type Command } from './command.ts';

/** Shape of label.json, docs/surface.md. */
const labelFile = z.strictObject({
  docket: z.string().refine(isDocketCode, 'its check character is wrong; copy the code from the docket'),
  recipient: z.string(),
  number: z.string(),
  title: z.string().default(''),
  issuer: z.string().default(''),
  urgency: z.string().default('none'),
  copy: z.string().default(''),
});

/** `docketbox label`: one label to a file, read back from its own dots before it is written. */
export const label: Command = {
  name: 'label',
  summary: 'Draws a label, reads its codes back from the very dots, and writes it to a file.',
  flags: [
    { name: 'in', value: 'label.json', required: true, help: 'what the label says' },
    { name: 'language', value: 'zpl|png', fallback: 'zpl', help: 'what is written' },
    { name: 'stock', value: '60x40', fallback: '60x40', help: 'size of the label, mm' },
    { name: 'dpi', value: '203|300|600', fallback: '203', help: 'dots per inch of the printer' },
    { name: 'out', value: 'FILE', required: true, help: 'the file to write; - for standard output' },
  ],
  notes: ['label.json: {"docket", "recipient", "number", "title", "issuer", "urgency", "copy": "3/12"}'],
  async run(input, console) {
    const language = input.value('language');
    if (language !== 'zpl' && language !== 'png')
      throw new UsageError(`--language ${language}: use zpl or png`);
    const dpi = wholeNumber('dpi', input.value('dpi'), [203, 600]);
    const data = await labelData(input.value('in'));
    const { makeLabel } = await import('#label-printer/make-label.ts');
    const options = { language, stock: input.value('stock'), dpi } as const;
    const bytes = await makeLabel(data, options).catch((error: unknown) => {
      throw new CommandFailed(
        `the label was not made: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const out = input.value('out');
    if (out === '-') process.stdout.write(bytes);
    else await writeFile(out, bytes).catch(cannot('write', out));
    if (out !== '-') console.out(input.json ? JSON.stringify({ file: out, bytes: bytes.length }) : out);
    return EXIT.done;
  },
};

const cannot =
  (what: string, file: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new CommandFailed(`${file}: cannot ${what} it (${error.code ?? error.message})`);
  };

const labelData = async (file: string): Promise<z.output<typeof labelFile>> => {
  const text = await readFile(file, 'utf8').catch(cannot('read', file));
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new CommandFailed(`${file}: this is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const parsed = labelFile.safeParse(raw);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `${file}: ${path.join('.') || '$'}: ${message}`,
  );
  throw new CommandFailed(lines.join('\n'));
};
