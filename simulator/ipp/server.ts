import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimClock } from '../clock.ts';
import { Program } from './process.ts';
import { printJob, statusOf } from './request.ts';
import { BUS, COMMAND, CONTROL, FORMATS } from './setup.ts';
import { missingTools, toolPath } from './tools.ts';

const START_MS = 20_000;
const SETTLE_MS = 20_000;
const AGAIN_MS = 100;
/** Conditions the server can be told of: values of printer-state-reasons (RFC 8011, 5.4.12) without their severity. */
export type Reason = 'cover-open' | 'paused' | 'media-jam' | 'toner-empty' | 'toner-low' | 'other';
/** Sheets of A4 its tray can be said to hold. */
export type Sheets = 0 | 5 | 25 | 250;

export interface IppServerOptions {
  /** 1 to 65535. */
  readonly port: number;
  readonly name: string;
  /** Folder for the documents; without it they are gone at the end. */
  readonly spool?: string;
}

/**
 * A real IPP Everywhere printer, the CUPS project's ippeveprinter, on a port of its own. It listens on every address
 * of the machine: it offers no choice.
 */
export class IppServer {
  readonly url: string;
  readonly port: number;
  /** Every document it took, one file each, byte for byte. */
  readonly spool: string;
  readonly #folder: string;
  readonly #clock: SimClock;
  readonly #programs: readonly Program[];
  #sheets: Sheets = 250;
  #setting: Promise<void> = Promise.resolve();

  private constructor(
    folder: string,
    { port, spool }: Required<IppServerOptions>,
    programs: readonly Program[],
    clock: SimClock,
  ) {
    this.port = port;
    this.url = `ipp://127.0.0.1:${port}/ipp/print`;
    this.spool = spool;
    this.#folder = folder;
    this.#programs = programs;
    this.#clock = clock;
  }

  /** Starts one, with A4 in its tray. Rejects with what is missing or went wrong; nothing is left running. */
  static async start(options: IppServerOptions, clock: SimClock): Promise<IppServer> {
    const missing = missingTools();
    const [bus, printer] = [toolPath('dbus-daemon'), toolPath('ippeveprinter')];
    if (missing !== null || bus === null || printer === null) throw new Error(missing ?? 'tools are missing');
    const folder = mkdtempSync(join(tmpdir(), 'docketbox-ipp-'));
    const programs: Program[] = [];
    const run = async (file: string, args: readonly string[], env: NodeJS.ProcessEnv, ready: RegExp) => {
      const program = new Program(file, args, { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...env });
      programs.unshift(program);
      return program.line(ready, START_MS, clock);
    };
    try {
      const [config, command] = [join(folder, 'bus.conf'), join(folder, 'command')];
      const { port, name, spool = join(folder, 'spool') } = options;
      mkdirSync(spool, { recursive: true });
      writeFileSync(config, BUS);
      writeFileSync(command, COMMAND, { mode: 0o755 });
      const [, address] = await run(
        bus,
        ['--config-file', config, '--nofork', '--nopidfile', '--print-address'],
        {},
        /^(unix:.*)$/,
      );
      await run(
        printer,
        [
          '-v',
          '-r',
          'off',
          '-p',
          String(port),
          '-d',
          spool,
          '-k',
          '-c',
          command,
          '-f',
          FORMATS.join(','),
          name,
        ],
        { DBUS_SYSTEM_BUS_ADDRESS: address, HOME: folder },
        /^printer-uuid=/,
      );
      const server = new IppServer(folder, { port, name, spool }, programs, clock);
      await server.setPaper(250);
      return server;
    } catch (cause) {
      for (const program of programs) await program.stop();
      rmSync(folder, { recursive: true, force: true });
      throw cause;
    }
  }

  /** Files in the spool, in the order of their jobs. */
  documents(): readonly string[] {
    const number = (name: string): number => parseInt(name, 10);
    return readdirSync(this.spool)
      .filter((name) => /\.(pdf|pwg|jpg|ras)$/.test(name))
      .sort((a, b) => number(a) - number(b))
      .map((name) => join(this.spool, name));
  }

  /** A job that comes now stays `processing` until it is let go. */
  hold(on: boolean): void {
    const file = join(this.#folder, 'hold');
    if (on) writeFileSync(file, '');
    else rmSync(file, { force: true });
  }

  /** The sheets in its tray; 0 says media-empty, and a job waits for paper. One call after the other. */
  setPaper(sheets: Sheets): Promise<void> {
    return this.#inTurn(async () => {
      this.#sheets = sheets;
      await this.#fill(sheets);
    });
  }

  async #fill(sheets: Sheets): Promise<void> {
    const form = new URLSearchParams({
      size1: 'iso_a4_210x297mm',
      type1: 'stationery',
      level1: String(sheets),
      size3: 'na_number-10_4.125x9.5in',
      type3: 'envelope',
      level3: '25',
    });
    const response = await fetch(`http://127.0.0.1:${this.port}/media?${form.toString()}`);
    await response.arrayBuffer();
  }

  /**
   * Exactly these conditions from now on, beside those of the paper. It takes a job to tell the server, and jobs need
   * paper: one that waits for some goes through now.
   */
  setReasons(reasons: readonly Reason[]): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#sheets === 0) await this.#fill(250);
      await this.#tell(reasons);
      await this.#fill(this.#sheets);
    });
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    this.#setting = this.#setting.catch(() => {}).then(task);
    return this.#setting;
  }

  async #tell(reasons: readonly Reason[]): Promise<void> {
    const state = join(this.#folder, 'state');
    writeFileSync(`${state}.new`, `${reasons.join(',') || 'none'}\n`);
    renameSync(`${state}.new`, state);
    const until = this.#clock.now() + SETTLE_MS;
    while (existsSync(state)) {
      if (this.#clock.now() > until) throw new Error(`the printer did not take ${reasons.join(', ')}`);
      await this.#controlJob();
    }
  }

  /** A job that only makes the server run the command; while another one runs, that one's command tells. */
  async #controlJob(): Promise<void> {
    const [printer] = this.#programs;
    if (!printer?.running) throw new Error('the IPP printer has ended');
    const done = printer.line(/^\[Job \d+\] Command .* completed/, SETTLE_MS, this.#clock);
    done.catch(() => {});
    const response = await fetch(`http://127.0.0.1:${this.port}/ipp/print`, {
      method: 'POST',
      headers: { 'content-type': 'application/ipp' },
      body: printJob(this.url, CONTROL, Buffer.from('conditions\n')),
    });
    const taken = statusOf(new Uint8Array(await response.arrayBuffer())) < 0x100;
    if (taken) await done;
    else await new Promise<void>((resolve) => void this.#clock.after(AGAIN_MS, resolve));
  }

  async stop(): Promise<void> {
    for (const program of this.#programs) await program.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
