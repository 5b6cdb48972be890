import { flushCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { CommandFailed, EXIT, wholeNumber, type Command } from './command.ts';
import { assertWayIn } from './data-dir.ts';
import { makeFolder } from './make-folder.ts';
import { siteOf } from './site.ts';

/** `docketbox serve`: runs until SIGINT or SIGTERM, then stops in order. */
export const serve: Command = {
  name: 'serve',
  summary: 'Runs the controller of a site until it is told to stop (Ctrl-C, SIGTERM).',
  flags: [
    { name: 'config', value: 'FILE', required: true, help: 'the site configuration; - for standard input' },
    { name: 'data', value: 'DIR', required: true, help: 'where the ledger is kept; made when missing' },
    { name: 'port', value: 'N', help: 'TCP port instead of the configured one; 0 for any free one' },
    { name: 'host', value: 'H', help: 'address to listen on instead of the configured one' },
  ],
  notes: [
    'The very first start prints a one-time set-up code: it makes the first registrar on the office page.',
    'With --json one line is printed when ready: {"url", "setupCode" or null}.',
  ],
  async run(input, console) {
    // Loading the code leaves little behind: a young generation that grows for it would stay some 30 MB larger.
    setFlagsFromString('--semi-space-growth-factor=1');
    // While a starter is still writing the configuration, the code is loaded.
    const early = input.value('config') === '-' ? import('../main.ts').catch(() => null) : null;
    const config = await siteOf(input.value('config'));
    await early;
    const port = input.optional('port');
    const host = input.optional('host');
    const options = {
      config,
      dataDir: resolve(input.value('data')),
      ...(port === undefined ? {} : { port: wholeNumber('port', port, [0, 65_535]) }),
      ...(host === undefined ? {} : { host }),
    };
    makeFolder(options.dataDir);
    assertWayIn(options.dataDir, 'write');
    const told = toldToStop();
    const { startController } = await import('../main.ts');
    setFlagsFromString('--semi-space-growth-factor=2');
    const controller = await startController(options).catch((error: unknown) => {
      throw explained(error);
    });
    if (input.json)
      console.out(JSON.stringify({ url: controller.url, setupCode: controller.setupCode ?? null }));
    else for (const line of greeting(controller, config.cabinets)) console.out(line);
    flushCompileCache();
    await told;
    await controller.stop();
    return EXIT.done;
  },
};

const greeting = (
  { url, setupCode }: { url: string; setupCode?: string | undefined },
  cabinets: readonly { readonly stations: readonly { readonly id: string; readonly name: string }[] }[],
): string[] => {
  const stations = cabinets.flatMap((cabinet) => cabinet.stations);
  return [
    `Office   ${new URL('/admin', url).href}`,
    ...stations.map(({ id, name }) => `Station  ${new URL(`/kiosk/${id}`, url).href}  ${name}`),
    ...(setupCode === undefined
      ? []
      : [`Set-up code, valid once, for the first registrar on the office page: ${setupCode}`]),
  ];
};

/**
 * Resolves at SIGINT, SIGTERM, SIGHUP, or when a starter that holds a channel to us is gone. Further signals do not
 * cut the stop short: a terminal's Ctrl-C and a starter's SIGTERM often come together.
 */
const toldToStop = (): Promise<void> =>
  new Promise((tell) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => tell());
    if (process.channel) process.once('disconnect', () => tell());
  });

/** Faults of the place it runs at, in words that say what to do. */
const explained = (error: unknown): unknown => {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  switch (code) {
    case 'EADDRINUSE':
      return new CommandFailed(`${message}: another program has this port; stop it or give --port`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CommandFailed(`${message}: this user may not; change the owner of --data, or the port`);
    case 'EADDRNOTAVAIL':
      return new CommandFailed(`${message}: this machine has no such address; change --host or server.host`);
    case 'ENOSPC':
      return new CommandFailed(`${message}: make room on the disk that holds --data`);
    default:
      return error instanceof Error && code === undefined && !(error instanceof TypeError)
        ? new CommandFailed(error.message)
        : error;
  }
};
