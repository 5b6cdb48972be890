import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNode, type Child } from '#tests/support/child.ts';
import { fullSite } from '#tests/support/full-site.ts';

const missing = (program: string): string | null =>
  spawnSync(program, ['-h'], { stdio: 'ignore' }).error ? `${program} is not installed` : null;
const noPython = missing('python3');
const noMbpoll = missing('mbpoll');

/** Ends by itself; what it printed, and how it ended. */
const run = (program: string, args: readonly string[]): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });

describe('a client by somebody who knows only the manual', () => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-client-'));
  let child: Child;
  let panel: string;
  let devices: { id: string; path: string; host: string; port: number }[];
  const at = (id: string) => devices.find((device) => device.id === id) ?? expect.fail(id);
  const history = async (): Promise<{ strains: { what: string; device: string }[] }> =>
    (await (await fetch(`${panel}/api/history`)).json()) as { strains: [] };

  beforeAll(async () => {
    const site = fullSite();
    const extra = {
      kind: 'lock-board/modbus-relay',
      feedback: 'closed_when_set',
      address: 3,
      supply: 'third',
    };
    const config = join(dir, 'site.json');
    writeFileSync(
      config,
      JSON.stringify({
        ...site,
        devices: [
          ...site.devices.filter(({ kind }) => kind !== 'printer/ipp'),
          { id: 'serial-relay', link: 'serial:/dev/ttyS9?baud=9600', ...extra },
        ],
      }),
    );
    child = startNode(['simulator/main.ts', '--config', config, '--panel-port', '0', '--ephemeral']);
    ({ devices, panel } = JSON.parse(await child.line((line) => line.startsWith('{'))) as {
      devices: typeof devices;
      panel: string;
    });
  });
  afterAll(async () => {
    await child.end();
    rmSync(dir, { recursive: true, force: true });
  });

  test('boards of one link are one terminal, USB devices are ports', () => {
    expect(at('bcc-1').path).toBe(at('bcc-2').path);
    expect(at('relay').port).toBe(at('beams').port);
    expect([at('gun').host, at('gun').port > 0, at('keys').port > 0]).toEqual(['127.0.0.1', true, true]);
  });

  test.skipIf(noPython)(
    `finds no reply out of spec, on any board${noPython ? `: ${noPython}` : ''}`,
    async () => {
      const where = {
        ...Object.fromEntries(['wkly', 'cu16', 'cu16c', 'cu48'].map((id) => [id, at(id).path])),
        bcc: at('bcc-1').path,
        relay: [at('relay').host, at('relay').port],
      };
      const { output } = await run('python3', ['tests/support/manual-client.py', JSON.stringify(where)]);
      const result = JSON.parse(output) as { complaints: string[]; frames: number };
      expect(result.complaints).toEqual([]);
      expect(result.frames).toBeGreaterThanOrEqual(30);
      expect((await history()).strains.filter(({ what }) => what === 'too-long')).toEqual([]);
    },
    60_000,
  );

  test.skipIf(noPython)(
    `complains of a board whose checks are wrong${noPython ? `: ${noPython}` : ''}`,
    async () => {
      const fault = { name: 'flipped-bit', byte: -1 };
      await fetch(`${panel}/api/do`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ verb: 'setFault', args: { device: 'wkly', fault } }),
      });
      const where = JSON.stringify({ wkly: at('wkly').path });
      const { output } = await run('python3', ['tests/support/manual-client.py', where]);
      expect((JSON.parse(output) as { complaints: string[] }).complaints.length).toBeGreaterThanOrEqual(4);
    },
    60_000,
  );

  test.skipIf(noMbpoll)(
    `mbpoll, a Modbus master on libmodbus, reads inputs and switches relays${noMbpoll ? `: ${noMbpoll}` : ''}`,
    async () => {
      const line = ['-m', 'rtu', '-b', '9600', '-P', 'none', '-a', '3', '-o', '5', '-1', '-r', '1'];
      const { path } = at('serial-relay');
      const inputs = await run('mbpoll', [...line, '-t', '1', '-c', '8', path]);
      expect(inputs).toMatchObject({ code: 0, output: expect.stringMatching(/\[8\]:\s+0/) as string });
      expect(await run('mbpoll', [...line, '-t', '0', path, '0', '1', '0', '1'])).toMatchObject({ code: 0 });
      const relays = await run('mbpoll', [...line, '-t', '0', '-c', '8', path]);
      expect([...relays.output.matchAll(/^\[\d\]:\s+(\d)/gm)].map(([, on]) => on).join('')).toBe('01010000');
      expect(await run('mbpoll', [...line, '-t', '0', path, '0'])).toMatchObject({ code: 0 });
      const beyond = await run('mbpoll', [...line, '-t', '1', '-c', '9', path]);
      expect(beyond.output).toContain('Illegal data address');
    },
    60_000,
  );
});
