// The real controller, killed from inside at one named place: CRASH_AT="before append OpenRequested", "after bytes open",
// "before bytes label", … It is `kill -9`: nothing is flushed, closed or said any more. After "hasty" it is a mutant
// that sends the frame of an open before the intent is appended.
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { SerialPort } from 'serialport';
import type { EventDraft } from '#controller/domain/events.ts';
import { EventLedger } from '#controller/ledger/event-ledger.ts';

const [, hasty, place] = /^(hasty )?(.*)$/.exec(process.env['CRASH_AT'] ?? '') ?? [];
const reach = (here: string): void => {
  if (here === place) process.kill(process.pid, 'SIGKILL');
};

const append = EventLedger.prototype.append;
EventLedger.prototype.append = function (...call) {
  const types = call[0].flatMap((write) => write.events.map((event) => event.type));
  if (hasty) for (const event of call[0].flatMap((write) => write.events)) openHastily(event);
  for (const type of types) reach(`before append ${type}`);
  const result = append.apply(this, call);
  for (const type of types) reach(`after append ${type}`);
  return result;
};

/** File of the line that the board is polled on, and the board's address. */
let board: { readonly fd: number; readonly address: number } | undefined;
const openHastily = (event: EventDraft): void => {
  if (event.type !== 'OpenRequested' || !board) return;
  const frame = [0x8a, board.address, event.payload.channel, 0x11];
  writeSync(board.fd, Buffer.from([...frame, frame.reduce((a, b) => a ^ b, 0)]));
};

/** What bytes on a line are, for the one board and the printers of the demo. */
const nameOf = (bytes: unknown): string | null => {
  if (!(bytes instanceof Uint8Array)) return null;
  if (bytes[0] === 0x8a) return 'open';
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 3)).toString() === '^XA'
    ? 'label'
    : null;
};
for (const kind of [SerialPort.prototype, Socket.prototype] as { write: (...call: any[]) => boolean }[]) {
  const write = kind.write;
  kind.write = function (this: unknown, ...call) {
    const { fd } = (this as { readonly port?: { readonly fd?: number | null } }).port ?? {};
    if (typeof fd === 'number' && call[0]?.[0] === 0x80) board = { fd, address: call[0][1] };
    const name = nameOf(call[0]);
    if (name === null) return write.apply(this, call);
    reach(`before bytes ${name}`);
    const told = call.findIndex((argument) => typeof argument === 'function');
    const tell = call[told] as ((...answer: unknown[]) => void) | undefined;
    call[told < 0 ? call.length : told] = (...answer: unknown[]): void => {
      reach(`after bytes ${name}`);
      tell?.(...answer);
    };
    return write.apply(this, call);
  };
}

await import('#controller/cli/main.ts');
