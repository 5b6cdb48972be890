import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { pushShut } from '#tests/support/messenger.ts';
import { startSimulatedSite } from '#tests/support/simulated-site.ts';

const site = {
  site: { id: 'bench', name: 'bench' },
  devices: [
    {
      ...{ id: 'board', kind: 'lock-board/bcc8a', link: 'serial:/dev/ttyS1?baud=9600' },
      ...{ feedback: 'open_when_set', restMs: 300, pulsesPerMinute: 60 },
    },
  ],
  cabinets: [
    {
      ...{ id: 'A', name: 'A', stations: [{ id: 'front', name: 'front', flows: ['drop'] }] },
      compartments: [
        { id: 'A01', number: 1, usage: 'pooled', lock: { front: { device: 'board', channel: 1 } } },
      ],
    },
  ],
};

test('somebody at a terminal finds the polarity of a real line, with one pulse and the line to write', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-commission-'));
  const file = join(dir, 'cabinet.json');
  writeFileSync(file, JSON.stringify(site));
  const sim = await startSimulatedSite(dir, {
    config: file,
    change: ({ devices: [board] }) => Object.assign(board ?? {}, { feedback: 'closed_when_set' }),
  });
  const child = spawn(
    process.execPath,
    [
      ...['controller/cli/main.ts', 'doctor', '--config', sim.configFile],
      ...['--commission', 'board', '--yes', '--json'],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  try {
    let out = '';
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    const answer = async (question: string): Promise<string> => {
      if (question.includes('one pulse')) return 'open';
      if (question.startsWith('Which')) return '1';
      if (question.startsWith('Close it')) await pushShut({ sim }, 'A01');
      return 'closed';
    };
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    createInterface({ input: child.stderr }).on('line', (line) => {
      void answer(line).then((said) => child.stdin.write(`${said}\n`));
    });
    expect(await ended).toBe(1);
    const { findings, changes } = JSON.parse(out) as { findings: { found: string }[]; changes: string[] };
    expect(findings.map(({ found }) => found)).toEqual([
      'input 1 shows that the switches are wired open_when_set',
    ]);
    expect(changes).toEqual(['"feedback": "open_when_set"']);
    const { moves } = await sim.history();
    expect(moves.filter(({ what }) => what === 'pulse')).toHaveLength(1);
  } finally {
    child.kill('SIGKILL');
    await sim.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
