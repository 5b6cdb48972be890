import { said, type BusySite } from './planted-differences.ts';

/** Plants one difference with a department and its box of its own; answers how it must be told. */
type Plant = (site: BusySite, department: string, box: string) => string[];

const waits = (box: string, pieces: readonly string[]): string[] =>
  pieces.map((piece) => said('not-collected', box, [piece]));
/** Collected and handled: nothing more is expected of it. */
const finish = (s: BusySite, department: string, box: string, pieces: readonly string[]): void => {
  s.drop(box, pieces);
  s.collect(box, department, pieces);
  pieces.forEach((piece) => s.handle(piece));
};
const unregistered = (n: number) => (s: BusySite) => {
  const payload = { verdict: 'not-registered', docket: s.docket(n), compartment: null } as const;
  s.write('session:s', { type: 'ScanJudged', payload });
  s.write('session:s', { type: 'ScanJudged', payload });
  return [said('unknown-code-scanned', null, [s.docket(n)])];
};
const short =
  (copies: number, left: number): Plant =>
  (s, department, box) => {
    const pieces = s.register(department, copies);
    finish(s, department, box, pieces.slice(left));
    return [said('some-not-dropped', null, pieces.slice(0, left))];
  };
const counted =
  (code: string, scanned: number, seen: number): Plant =>
  (s, department, box) => {
    const pieces = s.register(department, scanned);
    s.drop(box, pieces, seen);
    return [said(code, box, pieces), ...waits(box, pieces)];
  };
const throughSlot =
  (where: 'station' | 'session'): Plant =>
  (s, _, box) => {
    const payload = { alarm: `alarm-${box}`, kind: 'wrong-compartment', compartment: box } as const;
    if (where === 'station') s.write('station:front', { type: 'StationAlarmRaised', payload });
    else s.write('session:s', { type: 'AlarmRaised', payload });
    s.bin(box, 'Occupied');
    return [said('through-wrong-slot', box, [])];
  };
const neverDropped =
  (copies: number): Plant =>
  (s, department) => [said('never-dropped', null, s.register(department, copies))];
const neverHandled =
  (copies: number): Plant =>
  (s, department, box) => {
    const pieces = s.register(department, copies);
    s.drop(box, pieces);
    s.collect(box, department, pieces);
    return pieces.map((piece) => said('not-handled', null, [piece]));
  };
const handedIn = {
  type: 'ConsignmentHandedIn',
  payload: { compartment: 'O01', session: 's', intent: 'put', counted: 'person', department: null },
} as const;
const refused: Plant = (s, department, box) => {
  const pieces = s.register(department);
  s.drop(box, pieces);
  s.refuse(pieces[0] ?? '');
  s.bin(box, 'Empty');
  return [said('refused-in-hand', null, pieces)];
};
const attempt = { attempt: 1, door: 'front', session: 's', person: '2001' } as const;
const opened = { ...attempt, reason: 'drop', device: 'board', channel: 9 } as const;

export const PLANTS: readonly (readonly [string, Plant])[] = [
  ['registered and never dropped', neverDropped(1)],
  ['three copies registered, none dropped: one row', neverDropped(3)],
  ['one copy of three not dropped', short(3, 1)],
  ['four copies of five not dropped', short(5, 4)],
  ['paper scanned that nothing is registered under', unregistered(900_001)],
  ['another one', unregistered(900_002)],
  [
    'a piece in the box of another department',
    (s, department) => {
      const pieces = s.register(department);
      s.drop('B39', pieces);
      return [said('box-of-another', 'B39', pieces), ...waits('B39', pieces)];
    },
  ],
  ['paper through the slot of a closed box, nobody signed in', throughSlot('station')],
  ['paper through the slot of a closed box during a visit', throughSlot('session')],
  ['one more counted than scanned', counted('counted-more', 1, 2)],
  ['many more counted than scanned', counted('counted-more', 2, 9)],
  ['one fewer counted than scanned', counted('counted-fewer', 2, 1)],
  ['none counted at all', counted('counted-fewer', 1, 0)],
  [
    'a sensor that sees nothing where the record has a piece',
    (s, department, box) => {
      const pieces = s.register(department);
      s.drop(box, pieces);
      s.bin(box, 'Empty');
      return [said('sensor-empty', box, pieces), ...waits(box, pieces)];
    },
  ],
  [
    'a sensor that sees a piece nobody recorded',
    (s, _, box) => {
      s.bin(box, 'Occupied');
      return [said('sensor-occupied', box, [])];
    },
  ],
  [
    'dropped and never collected',
    (s, department, box) => {
      const pieces = s.register(department);
      s.drop(box, pieces);
      return waits(box, pieces);
    },
  ],
  ['refused and in nobody’s box', refused],
  [
    'left in the returns compartment',
    (s, department, box) => {
      const [piece = ''] = s.register(department);
      s.drop(box, [piece]);
      s.refuse(piece);
      s.bin(box, 'Empty');
      const payload = { compartment: 'R01', session: 's', intent: 'back' };
      s.write(`consignment:${piece}`, { type: 'ConsignmentReturned', payload });
      s.bin('R01', 'Occupied');
      return [said('left-in-returns', 'R01', [piece])];
    },
  ],
  [
    'taken out of a wrong box and not dropped again',
    (s, department, box) => {
      const [piece = ''] = s.register(department);
      const intent = s.drop(box, [piece]);
      const people = { registrar: '1001', messenger: '2001', reason: 'wrong box' };
      const payload = { compartment: box, session: 's', intent, ...people };
      s.write(`consignment:${piece}`, { type: 'ConsignmentCorrected', payload });
      s.bin(box, 'Empty');
      return [said('corrected-in-hand', null, [piece])];
    },
  ],
  [
    'handed in to be sent out and never fetched',
    (s, department) => {
      const [piece = ''] = s.register(department);
      s.write(`consignment:${piece}`, handedIn);
      s.bin('O01', 'Occupied');
      return [said('left-in-outgoing', 'O01', [piece])];
    },
  ],
  [
    'fetched from the outgoing compartment and not dropped',
    (s, department) => {
      const [piece = ''] = s.register(department);
      s.write(`consignment:${piece}`, handedIn);
      const payload = { compartment: 'O01', session: 's', intent: 'take', signedBy: 'scanned' } as const;
      s.write(`consignment:${piece}`, { type: 'ConsignmentFetched', payload });
      return [said('carried-in-hand', null, [piece])];
    },
  ],
  ['collected and never handled', neverHandled(1)],
  ['two copies collected and never handled', neverHandled(2)],
  [
    'called back and not returned',
    (s, department, box) => {
      const [piece = ''] = s.register(department);
      finish(s, department, box, [piece]);
      const chosen = { year: 2026, kind: null, department: null, pieces: 1 };
      const payload = { name: '年度清退', dueOn: '2026-06-19', ...chosen };
      s.write('recall:r1', { type: 'RecallOrdered', payload });
      s.write(`consignment:${piece}`, { type: 'ConsignmentCalledBack', payload: { recall: 'r1' } });
      return [said('recalled-not-back', null, [piece])];
    },
  ],
  [
    'an opening that a restart left in doubt',
    (s, _, box) => {
      const answer = { attempt: 1, door: 'front', sent: 'unknown', why: 'restart', reply: null } as const;
      s.write(`compartment:${box}`, { type: 'OpenRequested', payload: { ...opened, intent: box } });
      s.write(`compartment:${box}`, { type: 'OpenUnanswered', payload: { ...answer, intent: box } });
      return [said('opening-in-doubt', box, [])];
    },
  ],
  [
    'an open intent without any outcome',
    (s, _, box) => {
      s.write(`compartment:${box}`, { type: 'OpenRequested', payload: { ...opened, intent: box } });
      return [said('opening-in-doubt', box, [])];
    },
  ],
  [
    'a label that may have been printed',
    (s, department, box) => {
      const [piece = ''] = s.register(department);
      finish(s, department, box, [piece]);
      const job = { printer: 'labels', artwork: 'label', subject: piece, reprintOf: null } as const;
      s.write('print-job:p1', { type: 'PrintJobQueued', payload: job });
      s.write('print-job:p1', { type: 'PrintJobInDoubt', payload: { why: 'line lost' } });
      return [said('print-in-doubt', null, [piece])];
    },
  ],
  [
    'a scan that belongs to nothing',
    (s) => {
      const file = {
        file: 'a'.repeat(64),
        source: 'b'.repeat(64),
        bytes: 9,
        form: 'pdf',
        way: 'api',
      } as const;
      const payload = { ...file, name: 'x.pdf', pages: 1, first: 1, cover: false, readings: [] };
      s.write('scan:scan-1', { type: 'ScanReceived', payload });
      return [said('scan-without-document', null, [])];
    },
  ],
  [
    'recorded inside and not found in a stock-take',
    (s, department, box) => {
      const pieces = s.register(department);
      s.drop(box, pieces);
      s.stockTake(box, { missing: pieces });
      s.bin(box, 'Empty');
      return [said('not-found-in-box', box, pieces), ...waits(box, pieces)];
    },
  ],
  [
    'found in a box where the record does not have it',
    (s, department, box) => {
      const pieces = s.register(department);
      s.drop(box, pieces);
      s.stockTake('B40', { unexpected: pieces });
      s.bin('B40', 'Occupied');
      return [said('found-elsewhere', 'B40', pieces), ...waits(box, pieces)];
    },
  ],
  [
    'found in a box and registered nowhere',
    (s, _, box) => {
      s.stockTake(box, { unexpected: [s.docket(900_003)] });
      return [said('unknown-code-in-box', box, [s.docket(900_003)])];
    },
  ],
  [
    'found in a box without a readable code',
    (s, _, box) => {
      s.stockTake(box, { unreadable: 2 });
      s.bin(box, 'Occupied');
      return [said('unreadable-in-box', box, [])];
    },
  ],
];
