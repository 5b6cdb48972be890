import { channelOf as openChannel } from '#controller/adapters/channels/channels.ts';
import type { ChannelConfig } from '#controller/config-channels.ts';
import type { Channel } from '#controller/ports/channel.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { Receiver, type Answer } from '../liars.ts';
import { settle, type ManualClock } from '../manual-clock.ts';
import { PlainSmtp } from '../plain-smtp.ts';
import { CHANNELS, departmentsOf, type ChannelId, type Outage, type YearPlan } from './plan.ts';

/** A message that another side took. */
export interface Taken {
  readonly channel: ChannelId;
  readonly id: string;
  /** The time that had passed (see `passedAt`), UTC ms. */
  readonly passed: number;
  /** Whom it was for: an address or a number; null for a group or a program. */
  readonly to: string | null;
  /** The pieces it names. */
  readonly dockets: readonly string[];
  /** Whether the controller heard that it was taken. */
  readonly answered: boolean;
}
const SECRETS = { KEY: `whsec_${Buffer.alloc(32, 9).toString('base64')}`, SIGN: 'SECabc' };
const TAKEN: Readonly<Record<Exclude<ChannelId, 'email'>, string>> = {
  ...{
    webhook: '',
    wecom: '{"errcode":0}',
    dingtalk: '{"errcode":0}',
    feishu: '{"code":0}',
    sms: '{"ok":"yes"}',
  },
};
const BUSY: Readonly<Record<string, string>> = {
  ...{ wecom: '{"errcode":45009}', dingtalk: '{"errcode":130101}', feishu: '{"code":9499}' },
};
const REFUSED: Readonly<Record<string, string>> = {
  ...{
    wecom: '{"errcode":93000}',
    dingtalk: '{"errcode":310000}',
    feishu: '{"code":19001}',
    sms: '{"ok":"no"}',
  },
};
const docketsIn = (text: string): string[] => [...new Set(text.match(/P\d{7}/g))];
const idIn = (text: string): string => /msg_[\w-]{27}/.exec(text)?.[0] ?? '';

/**
 * The six other sides as real servers on loopback ports, each with the real adapter of its kind: time stands still
 * while anything is on the wire. They answer as the plan of outages says.
 */
export class OtherSides {
  readonly taken: Taken[] = [];
  readonly #receivers = new Map<ChannelId, Receiver>();
  readonly #mail = new PlainSmtp();
  readonly #outages: readonly Outage[];
  readonly #sending = new Set<string>();
  readonly #silent = new Set<string>();
  #clock: Pick<ManualClock, 'now' | 'passed'> = { now: () => 0, passed: 0 };
  #wake: () => void = () => undefined;
  #urls = new Map<ChannelId, string>();
  #mailPort = 0;

  constructor(outages: readonly Outage[]) {
    this.#outages = outages;
    this.#mail.welcome = () => this.#mode('email') !== 'gone';
    this.#mail.afterData = ({ messageId, text, to }) => {
      const mode = this.#mode('email');
      if (mode === undefined || mode === 'breaks')
        this.#take('email', idIn(messageId), to, docketsIn(text), mode === undefined);
      return mode === undefined ? 250 : mode === 'breaks' ? 'drop' : mode === 'refuses' ? 550 : 451;
    };
    for (const id of CHANNELS) if (id !== 'email') this.#receivers.set(id, this.#receiver(id));
  }

  async listen(clock: Pick<ManualClock, 'now' | 'passed'>): Promise<void> {
    this.#clock = clock;
    this.#mailPort = await this.#mail.listen();
    for (const [id, receiver] of this.#receivers) this.#urls.set(id, await receiver.listen());
  }
  async close(): Promise<void> {
    await this.#mail.close();
    for (const receiver of this.#receivers.values()) await receiver.close();
  }

  /** What the site's configuration says of the channels: a sixth of the departments each. */
  config(plan: YearPlan): object[] {
    const url = (id: ChannelId): string => this.#urls.get(id) ?? '';
    const own = (id: ChannelId) => ({ id, kind: id, departments: departmentsOf(plan, id) });
    return [
      { ...own('webhook'), url: `${url('webhook')}/in`, secretEnv: 'KEY' },
      { ...own('wecom'), urlEnv: 'WECOM' },
      { ...own('dingtalk'), urlEnv: 'DINGTALK', secretEnv: 'SIGN', tells: ['chasing', 'digests'] },
      { ...own('feishu'), urlEnv: 'FEISHU' },
      {
        ...{
          ...own('email'),
          host: '127.0.0.1',
          port: this.#mailPort,
          security: 'none',
          from: 'box@example.org',
        },
        tells: ['chasing', 'digests'],
      },
      {
        ...{
          ...own('sms'),
          url: `${url('sms')}/send`,
          taken: { path: 'ok', equals: 'yes' },
          tells: ['chasing'],
        },
        body: '{"to":"{{phone}}","text":"{{text}}","id":"{{id}}"}',
      },
    ];
  }

  /** The real adapter, watched. */
  open(config: ChannelConfig, clock: Clock, site: string): Channel {
    const env = {
      ...SECRETS,
      ...Object.fromEntries([...this.#urls].map(([id, url]) => [id.toUpperCase(), `${url}/robot?key=k`])),
    };
    const real = openChannel(config, site, env, clock);
    const { id, personal, perMinute } = real;
    return {
      ...{ id, personal, perMinute },
      send: async (message) => {
        this.#sending.add(id);
        try {
          return await real.send(message);
        } finally {
          this.#sending.delete(id);
          this.#silent.delete(id);
          this.#wake();
        }
      },
      close: () => real.close(),
    };
  }

  /** Until nothing is on the wire but what the other side will never answer. */
  async quiet(): Promise<void> {
    for (;;) {
      await settle();
      if ([...this.#sending].every((id) => this.#silent.has(id))) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #mode(channel: ChannelId): Outage['mode'] | undefined {
    const now = this.#clock.now();
    return this.#outages.find((one) => one.channel === channel && one.from <= now && now < one.to)?.mode;
  }
  #take(
    channel: ChannelId,
    id: string,
    to: string | null,
    dockets: readonly string[],
    answered: boolean,
  ): void {
    this.taken.push({ channel, id, passed: this.#clock.passed, to, dockets, answered });
  }

  #receiver(id: Exclude<ChannelId, 'email'>): Receiver {
    const receiver = new Receiver();
    const take = ({ body, headers }: Parameters<Answer>[1], answered: boolean): void => {
      const to = /"to":"(\+?\d+)"/.exec(body)?.[1] ?? null;
      this.#take(id, idIn(String(headers['webhook-id'] ?? body)), to, docketsIn(body), answered);
    };
    receiver.answer = (response, heard, request) => {
      receiver.heard.length = 0;
      switch (this.#mode(id)) {
        case undefined:
          take(heard, true);
          return void response.writeHead(200).end(TAKEN[id]);
        case 'gone':
          return void request.socket.resetAndDestroy();
        case 'breaks':
          take(heard, false);
          return void request.socket.resetAndDestroy();
        case 'fails':
          return void response.writeHead(500).end('<html>');
        case 'busy':
          return BUSY[id] === undefined
            ? void response.writeHead(429, { 'retry-after': '900' }).end()
            : void response.writeHead(200).end(BUSY[id]);
        case 'silent':
          this.#silent.add(id);
          return this.#wake();
        case 'refuses':
          return REFUSED[id] === undefined
            ? void response.writeHead(400).end()
            : void response.writeHead(200).end(REFUSED[id]);
      }
    };
    return receiver;
  }
}
