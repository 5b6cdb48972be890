import type {
  DepartmentView,
  DocumentView,
  RecordFieldsView,
  RegisterDocument,
} from '#controller/api/contract/office.ts';
import type { Answer } from '../client/http.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import type { ProposalView } from '#controller/api/contract/proposals.ts';
import { office } from './office.svelte.ts';

/** The fifteen kinds of the 2012 rules, then the office's own receiving classes. */
export const kinds =
  '通知 通报 报告 请示 批复 意见 函 纪要 决定 决议 命令（令） 公报 公告 通告 议案 部文 电报 签报 简报 信访件 督查通知 会议通知 传阅材料'.split(
    ' ',
  );
export const split = (text: string): string[] =>
  text
    .split(/[、;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The registration form: what is typed, what of it is sent, and what came back. */
export class DocumentForm {
  number = $state('');
  title = $state('');
  issuers = $state('');
  kind = $state('通知');
  urgency = $state<DocumentView['urgency']>('none');
  classified = $state(false);
  pages = $state('');
  writtenOn = $state('');
  barcode = $state('');
  oaId = $state('');
  copies = $state<Record<string, number | null>>({});
  oddities = $state.raw<readonly string[]>([]);
  problem = $state.raw<Problem | null>(null);
  noneChosen = $state(false);
  busy = $state(false);
  readonly recipients = $derived(
    Object.entries(this.copies).flatMap(([department, copies]) =>
      copies !== null && copies > 0 ? [{ department, copies }] : [],
    ),
  );
  readonly total = $derived(this.recipients.reduce((sum, { copies }) => sum + copies, 0));

  oneForAll(departments: readonly DepartmentView[]): void {
    for (const { code } of departments) this.copies[code] = 1;
  }
  /** Fills the form with what was read from a file. */
  propose(item: ProposalView): void {
    this.number = item.number.value;
    this.title = item.title.value;
    this.issuers = item.issuers.value.join('、');
    this.kind = item.kind.value;
    this.urgency = item.urgency.value;
    this.pages = item.pages.value === null ? '' : String(item.pages.value);
    this.writtenOn = item.writtenOn.value ?? '';
    this.barcode = item.barcode.value ?? '';
    this.oaId = item.oaId.value ?? '';
    for (const { department, copies } of item.recipients.value) this.copies[department] = copies;
  }
  /** Fills the form from the text of an official barcode. */
  async read(text: string): Promise<boolean> {
    return this.#fill(await office.post<RecordFieldsView>('/documents/read-record', { text }));
  }
  /** The same from the official record on a scan. */
  async readScan(id: string): Promise<boolean> {
    return this.#fill(await office.get<RecordFieldsView>(`/scans/${encodeURIComponent(id)}/record`));
  }
  #fill(answer: Answer<RecordFieldsView>): boolean {
    this.problem = answer.ok ? null : answer.problem;
    if (!answer.ok) return false;
    const { value } = answer;
    this.number = value.number;
    this.title = value.title;
    this.issuers = value.issuers.join('、');
    this.kind = value.kind;
    this.urgency = value.urgency;
    this.writtenOn = value.writtenOn ?? '';
    this.barcode = value.barcode ?? '';
    this.oddities = value.oddities;
    for (const code of value.proposed) this.copies[code] ??= 1;
    return true;
  }
  async send(): Promise<DocumentView | null> {
    this.noneChosen = this.recipients.length === 0;
    if (this.busy || this.noneChosen) return null;
    this.busy = true;
    const body: RegisterDocument = {
      number: this.number,
      title: this.title,
      issuers: split(this.issuers),
      kind: this.kind,
      urgency: this.urgency,
      secrecy: 'none',
      pages: this.pages === '' ? null : Number(this.pages),
      writtenOn: orNull(this.writtenOn),
      barcode: orNull(this.barcode),
      oaId: orNull(this.oaId),
      recipients: this.recipients,
    };
    const answer = await office.post<DocumentView>('/documents', body);
    this.busy = false;
    this.problem = answer.ok ? null : answer.problem;
    return answer.ok ? answer.value : null;
  }
  /** Lets the refusal be recorded; of the paper nothing but its being classified leaves the page. */
  async refuseClassified(): Promise<void> {
    const answer = await office.post('/documents', { secrecy: 'classified' });
    this.problem = answer.ok ? null : answer.problem;
    Object.assign(this, {
      number: '',
      title: '',
      issuers: '',
      pages: '',
      writtenOn: '',
      barcode: '',
      oaId: '',
    });
    this.copies = {};
    this.oddities = [];
  }
}
