import { UsageError, type Command } from './command.ts';
import { exportEvaluation } from './export/evaluation.ts';
import { exportKey } from './export/key.ts';
import { exportLedger } from './export/ledger.ts';
import { exportList, LISTS } from './export/lists.ts';
import { exportRegister } from './export/registers.ts';

/** `docketbox export`: what a site's record says, as files. */
export const exportCommand: Command = {
  name: 'export',
  summary:
    'Writes registers, the evaluation of departments, lists in the form that the imports take, the whole ledger, or the public key of its checkpoints to a file.',
  operands: ['registers|evaluation|departments|people|documents|ledger|key'],
  flags: [
    { name: 'data', value: 'DIR', required: true, help: 'the data directory of the site' },
    { name: 'out', value: 'FILE', required: true, help: 'the file to write; it must not exist yet' },
    { name: 'register', value: 'NAME', fallback: 'receiving', help: 'receiving, dispatch or circulation' },
    { name: 'from', value: 'yyyy-MM-dd', help: 'first day; left out: from the first document on' },
    { name: 'to', value: 'yyyy-MM-dd', help: 'last day; left out: today' },
    { name: 'format', value: 'pdf|csv|xlsx', help: 'left out: as the name of the file ends' },
    { name: 'language', value: 'zh-CN|en', fallback: 'zh-CN', help: 'language of the titles' },
    { name: 'unit', value: 'NAME', help: 'name of the office at the head; left out: the id of the site' },
    { name: 'time-zone', value: 'ZONE', fallback: 'Asia/Shanghai', help: 'clocks of the site, IANA' },
  ],
  notes: [
    'registers, evaluation: the controller must be stopped; while it runs, GET /api/v1/registers/… and',
    'GET /api/v1/evaluation give the same files. Overdue is counted as of now, whatever the period.',
    'departments, people, documents: .csv or .xlsx that `docketbox import` reads back as what it was; the controller must be stopped.',
    'ledger: JSON Lines {"sequence","leaf","root","event"}, also while the controller runs; `docketbox verify --export FILE`',
    'verifies them again without the site. A root stands at the last event of an append, else it is null.',
    'key: what `docketbox verify --checkpoint FILE --key FILE` verifies with.',
  ],
  run(input, console) {
    const [what = ''] = input.operands;
    if (what === 'ledger') return exportLedger(input, console);
    if (what === 'key') return exportKey(input, console);
    if (what === 'evaluation') return exportEvaluation(input, console);
    const list = LISTS.find((known) => known === what);
    if (list) return exportList(list, input, console);
    if (what !== 'registers')
      throw new UsageError(`${what}: export one of registers, evaluation, ${LISTS.join(', ')}, ledger, key`);
    return exportRegister(input, console);
  },
};
