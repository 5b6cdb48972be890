import { createHmac } from 'node:crypto';
import type { Channel, OutgoingMessage, SendOutcome } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import { HttpPost, outcomeOfStatus, type HttpAnswer } from './http-post.ts';

/** What one make of group robot wants to hear and how it answers. */
interface Dialect {
  /** Most bytes of UTF-8 of one text. */
  readonly mostBytes: number;
  /** Where to, and what, at `now` (ms since 1970). */
  compose(
    text: string,
    settings: RobotSettings,
    now: number,
  ): { readonly url: string; readonly body: object };
  /** Names of the error code and its text in the answer: HTTP 200 says nothing. */
  readonly code: readonly string[];
  readonly text: readonly string[];
  /** Codes that ask for patience, and for how long, ms. */
  readonly busy: ReadonlyMap<number, number>;
}
export interface RobotSettings {
  readonly id: string;
  readonly kind: 'wecom' | 'dingtalk' | 'feishu';
  readonly url: string;
  /** For signed robots. */
  readonly secret: string | null;
  readonly perMinute: number;
}

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64');
const MINUTE = 60_000;

const dialects: Readonly<Record<RobotSettings['kind'], Dialect>> = {
  // developer.work.weixin.qq.com, group robots: errcode 45009 is "api freq out of limit".
  wecom: {
    mostBytes: 2048,
    compose: (content, { url }) => ({ url, body: { msgtype: 'text', text: { content } } }),
    ...{ code: ['errcode'], text: ['errmsg'] },
    busy: new Map([[45_009, MINUTE]]),
  },
  // open.dingtalk.com, custom robots: the signature goes into the address; 130101 mutes a robot for ten minutes.
  dingtalk: {
    mostBytes: 20_000,
    compose(content, { url, secret }, now) {
      const signed = new URL(url);
      if (secret !== null) {
        signed.searchParams.set('timestamp', String(now));
        signed.searchParams.set('sign', hmac(secret, `${now}\n${secret}`));
      }
      return { url: signed.href, body: { msgtype: 'text', text: { content } } };
    },
    ...{ code: ['errcode'], text: ['errmsg'] },
    busy: new Map([
      [130_101, 10 * MINUTE],
      [-1, MINUTE],
    ]),
  },
  // open.feishu.cn, custom bots: the signed text is the key, over nothing; 9499 and 11232 are limits of rate.
  feishu: {
    mostBytes: 20_000,
    compose(text, { url, secret }, now) {
      const timestamp = String(Math.floor(now / 1000));
      const sign = secret === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') };
      return { url, body: { ...sign, msg_type: 'text', content: { text } } };
    },
    ...{ code: ['code', 'StatusCode'], text: ['msg', 'StatusMessage'] },
    busy: new Map([
      [9_499, MINUTE],
      [11_232, MINUTE],
    ]),
  },
};

/** A group robot. Taken is what its answer calls taken: an HTTP 200 with another code in its JSON is a failure. */
export const robot = (settings: RobotSettings, clock: Clock): Channel => {
  const dialect = dialects[settings.kind];
  const post = new HttpPost(clock);
  return {
    ...{ id: settings.id, perMinute: settings.perMinute, personal: null },
    async send(message) {
      const { url, body } = dialect.compose(textOf(message, dialect.mostBytes), settings, clock.now());
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      const answer = await post.ask({ url, headers, body: JSON.stringify(body), readBody: true });
      return 'status' in answer ? outcomeOf(answer, dialect) : answer;
    },
    close: () => post.close(),
  };
};

/** Group robots know no ids: people recognise a repetition by the last line. */
const textOf = ({ text, id }: OutgoingMessage, mostBytes: number): string => {
  const tail = `\n#${id}`;
  return cutTo(text, mostBytes - Buffer.byteLength(tail)) + tail;
};

/** At most so many bytes of UTF-8, cut between characters. */
export const cutTo = (text: string, mostBytes: number): string => {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  const room = mostBytes - Buffer.byteLength('…');
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    kept += character;
  }
  return `${kept}…`;
};

const outcomeOf = (answer: HttpAnswer, dialect: Dialect): SendOutcome => {
  const byStatus = outcomeOfStatus(answer);
  if (!byStatus.ok) return byStatus;
  const said = fieldsOf(answer.body);
  const code = dialect.code.map((name) => said[name]).find((value) => typeof value === 'number');
  // Nobody knows what became of it: a proxy's page, or half an answer.
  if (code === undefined) return { ok: false, fault: 'unreachable', why: 'answered without an error code' };
  if (code === 0) return { ok: true };
  const text = dialect.text.map((name) => said[name]).find((value) => typeof value === 'string') ?? '';
  const why = `error ${String(code)}: ${plain(text)}`;
  const afterMs = dialect.busy.get(Number(code));
  return afterMs === undefined
    ? { ok: false, fault: 'refused', why }
    : { ok: false, fault: 'busy', why, afterMs };
};

const fieldsOf = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};

/** What another side wrote, fit for one line of a record. */
export const plain = (text: string): string =>
  [...text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')].slice(0, 120).join('').trim();
