// `npm start`: the demo (a simulated cabinet and a controller on it), or with --config a real site.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Children } from './start/children.ts';
import { startDemo, type DemoAddresses } from './start/demo.ts';

const HELP = `npm start                 the demo on http://127.0.0.1:8080, its data in data/demo
npm start -- [options]
  --config FILE  run a real site instead of the demo
  --data DIR     where the ledger is kept (demo: data/demo, site: data/site)
  --port N       TCP port (or PORT in the environment; default 8080, or the site's own)
  --host H       address to listen on (or HOST in the environment; default 127.0.0.1, or the site's own)`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`npm start: ${line}\n`);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const readFlags = () => {
  const text = { type: 'string' } as const;
  const options = { config: text, data: text, port: text, host: text, help: { type: 'boolean' } } as const;
  try {
    const { values } = parseArgs({ options });
    const port = values.port ?? (process.env['PORT'] || undefined);
    if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
      throw new Error(`port "${port}": write a whole number from 0 to 65535`);
    return { ...values, port, host: values.host ?? (process.env['HOST'] || undefined) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    complain(`${message.split(/\. |\n/)[0] ?? message}\n${HELP}`);
    return process.exit(2);
  }
};
const flags = readFlags();
if (flags.help) {
  say(HELP);
  process.exit(0);
}

const called = process.env['INIT_CWD'] ?? process.cwd();
process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

let stopping = false;
const children = new Children((message) => {
  complain(message);
  void finish(1);
});
const finish = async (code: number): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await children.end();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void finish(0));
process.on('exit', () => children.kill());

const announce = ({ url, panel, people }: DemoAddresses): void => {
  say(`
Docketbox demo. Made-up people and papers; everything is in the data directory.

  Office   ${new URL('/admin', url).href}
  Kiosk    ${new URL('/kiosk/front', url).href}
  Panel    ${panel}   (the simulated cabinet: paper, cards, scanner, faults)
`);
  for (const { number, name, roles, departments, pin } of people)
    say(`  ${number}  PIN ${pin}  ${name}  ${[...roles, ...departments].join(' ')}`);
  say('\nCtrl-C ends everything.');
};

/** A real site: the controller alone, talking to this terminal. */
const startSite = async (config: string): Promise<number> => {
  const data = resolve(called, flags.data ?? join(process.cwd(), 'data', 'site'));
  return children.attach('controller', [
    ...['controller/cli/main.ts', 'serve', '--config', resolve(called, config), '--data', data],
    ...(flags.port === undefined ? [] : ['--port', flags.port]),
    ...(flags.host === undefined ? [] : ['--host', flags.host]),
  ]);
};

try {
  if (flags.config !== undefined) await finish(await startSite(flags.config));
  else {
    const demo = await startDemo(children, {
      dataDir: flags.data === undefined ? resolve('data', 'demo') : resolve(called, flags.data),
      host: flags.host ?? '127.0.0.1',
      port: Number(flags.port ?? 8080),
      say,
    });
    if (!stopping) announce(demo);
    const ready = await demo.ready;
    if (!stopping)
      say(
        ready
          ? '\nEvery device answers.'
          : `\nNot every device is ready yet; ${new URL('/readyz', demo.url).href} says which.`,
      );
  }
} catch (error) {
  if (!stopping) complain(error instanceof Error ? error.message : String(error));
  await finish(1);
}
