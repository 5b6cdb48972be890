import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Channel, SendOutcome } from '../../ports/channel.ts';
import { ANSWER_WITHIN_MS } from './http-post.ts';
import { plain } from './robots.ts';

export interface EmailSettings {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
  readonly perMinute: number | null;
  /** Right side of message ids. */
  readonly site: string;
}

/**
 * E-mail over SMTP, one message a connection, one receiver a message. `Message-ID` is the message's own id, so that a
 * repetition after a connection that was lost behind DATA is known as one. `starttls` never goes on in plain text.
 */
export const email = (settings: EmailSettings, tls: ConnectionOptions = {}): Channel => {
  const { id, host, port, security, user, password, from, perMinute, site } = settings;
  const open = async () => {
    // Half a megabyte of program that a site without e-mail does not need.
    const { createTransport } = await import('nodemailer');
    return createTransport({
      ...{ host, port, secure: security === 'tls' },
      ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
      ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
      connectionTimeout: ANSWER_WITHIN_MS,
      greetingTimeout: ANSWER_WITHIN_MS,
      socketTimeout: 2 * ANSWER_WITHIN_MS,
      dnsTimeout: ANSWER_WITHIN_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
      name: `${site}.docketbox.invalid`,
      tls: { minVersion: 'TLSv1.2', ...(isIP(host) ? {} : { servername: host }), ...tls },
    });
  };
  const underWay = new Set<AbortController>();
  return {
    ...{ id, perMinute, personal: 'email' },
    async send(message) {
      const stop = new AbortController();
      underWay.add(stop);
      let transport: Awaited<ReturnType<typeof open>> | undefined;
      try {
        transport = await open();
        await transport.sendMail({
          ...{ from, to: { name: '', address: message.to ?? '' }, subject: message.subject },
          text: message.text,
          messageId: `<${message.id}@${site}.docketbox.invalid>`,
          date: new Date(message.time),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          signal: stop.signal,
        });
        return { ok: true };
      } catch (error) {
        return stop.signal.aborted ? stopped : failureOf(error);
      } finally {
        underWay.delete(stop);
        transport?.close();
      }
    },
    close() {
      for (const stop of [...underWay]) stop.abort();
    },
  };
};

const stopped: SendOutcome = { ok: false, fault: 'unreachable', why: 'the controller stopped' };
interface MailError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
}
/** RFC 5321, 4.2.1: 4yz is for later, 5yz for good. A wrong password is the channel's fault, not the message's. */
const failureOf = (error: unknown): SendOutcome => {
  const { code = 'error', responseCode, command = '', message } = error as MailError;
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500)
    return { ok: false, fault: 'busy', why: `${command} answered ${responseCode}`.trim() };
  if (responseCode !== undefined && responseCode >= 500 && /^(MAIL FROM|RCPT TO|DATA|API)/.test(command))
    return { ok: false, fault: 'refused', why: `${command} answered ${responseCode}` };
  if (code === 'EENVELOPE') return { ok: false, fault: 'refused', why: plain(message) };
  const answered = responseCode === undefined ? '' : ` (${responseCode})`;
  return { ok: false, fault: 'unreachable', why: `${code}${answered}` };
};
