import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EXIT, wholeNumber, type Command } from './command.ts';

/** `docketbox simulate`: the simulator as a process of its own; nothing of it is loaded here. */
export const simulate: Command = {
  name: 'simulate',
  summary: 'Runs simulated devices for a site configuration, on pseudo-terminals and TCP ports.',
  flags: [
    { name: 'config', value: 'FILE', required: true, help: 'the site configuration' },
    { name: 'panel-port', value: 'N', help: 'port of the panel page' },
    { name: 'ephemeral', help: 'let the system choose the TCP ports' },
    { name: 'out', value: 'DIR', help: 'where printed labels are kept as PNG' },
    { name: 'people', value: 'FILE', help: 'people whose cards and badges the panel offers' },
    { name: 'tape', value: 'FILE', help: 'record every frame here' },
    { name: 'replay', value: 'FILE', help: 'play a tape in place of the devices' },
  ],
  notes: ['Prints one line of JSON: {"devices": […], "panel": URL}; stays up until told to stop.'],
  run(input) {
    const args = [fileURLToPath(new URL('../../simulator/main.ts', import.meta.url))];
    const panel = input.optional('panel-port');
    if (panel !== undefined) wholeNumber('panel-port', panel, [0, 65_535]);
    for (const name of ['config', 'panel-port', 'out', 'people', 'tape', 'replay']) {
      const value = input.optional(name);
      if (value !== undefined) args.push(`--${name}`, value);
    }
    if (input.on('ephemeral')) args.push('--ephemeral');
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal));
    return new Promise((done, fail) => {
      child.on('error', fail);
      child.on('exit', (code, signal) => {
        const stopped = signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP';
        done(code === 0 || stopped ? EXIT.done : code === 2 ? EXIT.badUsage : EXIT.foundWrong);
      });
    });
  },
};
