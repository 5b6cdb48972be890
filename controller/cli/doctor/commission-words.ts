import type { Step } from '../../devices/commissioning.ts';
import type { CommissioningFinding, FindingCode } from '../../devices/commissioning-verdict.ts';
import { ok, warning, wrong, type Finding } from './finding.ts';

type Values = CommissioningFinding['values'];
interface Words {
  readonly state: Finding['state'];
  found(values: Values): string;
  fix(values: Values): string | null;
}
const words = (
  state: Finding['state'],
  found: (values: Values) => string,
  fix: (values: Values) => string | null,
): Words => ({ state, found, fix });

const WORDS: Readonly<Record<FindingCode, Words>> = {
  'in-order': words(
    'ok',
    ({ door, terminal }) => `door ${door} opens from terminal ${terminal} and its switch tells the truth`,
    () => null,
  ),
  polarity: words(
    'wrong',
    ({ input, found }) => `input ${input} shows that the switches are wired ${found}`,
    () => 'change "feedback" as below',
  ),
  echo: words(
    'wrong',
    () => 'the line repeats what is sent',
    () => 'change "echo" as below, for every board on this line',
  ),
  'no-echo': words(
    'wrong',
    () => 'the line repeats nothing, "echo" says it does',
    () => 'change "echo" as below, for every board on this line',
  ),
  'dead-output': words(
    'wrong',
    ({ terminal }) => `nothing opened and no input changed after a pulse at terminal ${terminal}`,
    ({ terminal, spare }) =>
      'look at the supply, at the wires of this lock, and that nothing presses on the bolt; when the terminal is ' +
      `burnt, hang the lock on terminal ${spare}, change "map" as below and add ${terminal} to "disabled"`,
  ),
  'stuck-door': words(
    'wrong',
    ({ inputs, terminal }) =>
      `the pulse at terminal ${terminal} changed input ${inputs}, but no door came open`,
    () => 'the bolt moves: free the door (hinge, spring, something pressing on it)',
  ),
  'other-door': words(
    'wrong',
    ({ door, terminal, expected }) =>
      `terminal ${terminal} opens door ${door}, which the configuration has at ${expected}`,
    () => 'change "map" as below, or move the wires of this lock',
  ),
  'unknown-door': words(
    'wrong',
    ({ door, terminal }) =>
      `terminal ${terminal} opens door ${door}, which is no door of this board in the configuration`,
    () => 'correct the compartment with this number, or move the wires of this lock',
  ),
  crossed: words(
    'wrong',
    ({ door, terminal, input }) =>
      `door ${door} opens from terminal ${terminal}, but its switch is wired to input ${input}`,
    ({ terminal, input }) => `move the two wires of its switch from input ${input} to input ${terminal}`,
  ),
  'dead-switch': words(
    'wrong',
    ({ door }) => `door ${door} came open and no input changed`,
    ({ input }) => `look at the two wires of its switch at input ${input}, and at the switch itself`,
  ),
  'several-inputs': words(
    'warning',
    ({ inputs }) => `inputs ${inputs} changed at once`,
    () =>
      'close every door, let nobody else open one, and do it again; if it stays so, wires of switches touch',
  ),
  'not-back': words(
    'wrong',
    ({ inputs, door }) => `input ${inputs} did not change back when door ${door} was closed`,
    () => 'press the door until it latches and do it again; if it stays so, the switch sticks',
  ),
  'reads-open': words(
    'wrong',
    ({ terminal }) => `input ${terminal} says open while the door is closed`,
    () =>
      'if the other doors do so too, change "feedback" as below; if it is only this one, its switch is dead',
  ),
  stopped: words(
    'warning',
    () => 'stopped before the end',
    () => 'do it again when there is time',
  ),
  failed: words(
    'wrong',
    ({ why }) => `it could not be done: ${why}`,
    () => 'mend that first, then do it again',
  ),
};

/** A finding as the doctor shows it. */
export const spoken = (about: string, { code, values }: CommissioningFinding): Finding => {
  const { state, found, fix } = WORDS[code];
  const make = { ok: (f: string) => ok(about, f), warning, wrong };
  const todo = fix(values);
  if (state === 'ok' || todo === null) return make.ok(found(values));
  return make[state](about, found(values), todo);
};

/** What is asked at each step, and what may be answered. */
export const QUESTIONS: Readonly<Partial<Record<Step, (terminal: number) => string>>> = {
  close: (terminal) =>
    `Terminal ${terminal}: close its door, and every other door of this board. Then: closed | stop`,
  permit: (terminal) => `Terminal ${terminal}: one pulse is sent, a door opens. Now? open | stop`,
  which: () => 'Which door came open? The number on it, or none | stop',
  'close-again': () => 'Close it again. Then: closed | stop',
};
