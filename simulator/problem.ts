/** What a person at the cabinet cannot do just now, or asked for wrongly. `code` is stable, `fix` says what to do. */
export class SimProblem extends Error {
  readonly code: 'not-found' | 'impossible' | 'bad-request';
  readonly fix: string;
  /** The same in Chinese, for what people run into on the panel. */
  readonly zh: string | null;

  constructor(code: SimProblem['code'], message: string, fix: string, zh: string | null = null) {
    super(message);
    this.name = 'SimProblem';
    this.code = code;
    this.fix = fix;
    this.zh = zh;
  }
}
