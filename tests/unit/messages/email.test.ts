import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { email, type EmailSettings } from '#controller/adapters/channels/email.ts';
import { outgoing } from '#tests/support/liars.ts';
import { MailServer } from '#tests/support/mail-server.ts';

let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
/** The test server's certificate is its own: known to nobody. */
const trusting = { rejectUnauthorized: false };
const start = async (
  settings: Partial<EmailSettings> = {},
  options: ConstructorParameters<typeof MailServer>[0] = {},
  tls: ConnectionOptions = trusting,
) => {
  server = new MailServer(options);
  const port = await server.listen();
  const plain: EmailSettings = {
    ...{ id: 'mail', host: '127.0.0.1', port, security: 'starttls', user: null, password: null },
    ...{ from: 'box@example.org', perMinute: null, site: 'demo' },
  };
  return { server, channel: email({ ...plain, ...settings }, tls) };
};
const mail = outgoing({ to: '1001@example.org' });

describe('an e-mail', () => {
  it('goes over STARTTLS, in Chinese, with the message’s id as its own', async () => {
    const { server: to, channel } = await start();
    expect(await channel.send(mail)).toEqual({ ok: true });
    expect(to.mails).toHaveLength(1);
    const [got] = to.mails;
    expect(got?.secure).toBe(true);
    expect(got?.parsed).toMatchObject({
      messageId: '<msg_1@demo.docketbox.invalid>',
      subject: '【站】市政府办公室有 1 件公文待领取',
      text: '第一行\n第二行',
      from: { text: 'box@example.org' },
      to: { text: '1001@example.org' },
      date: new Date('2026-06-18T01:00:00.000Z'),
    });
    expect(got?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('never goes on in plain text where the server hides STARTTLS, nor to a certificate nobody vouches for', async () => {
    const hiding = await start({}, { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await hiding.channel.send(mail)).toMatchObject({ ok: false, fault: 'unreachable' });
    expect(hiding.server.mails).toEqual([]);
    await hiding.server.close();
    const unknown = await start({}, {}, {});
    expect(await unknown.channel.send(mail)).toMatchObject({ ok: false, fault: 'unreachable' });
    expect(unknown.server.mails).toEqual([]);
  });

  it('goes over TLS from the first byte, and in plain text to this machine', async () => {
    const tls = await start({ security: 'tls' }, { secure: true });
    expect(await tls.channel.send(mail)).toEqual({ ok: true });
    expect(tls.server.mails[0]?.secure).toBe(true);
    await tls.server.close();
    const plain = await start({ security: 'none' });
    expect(await plain.channel.send(mail)).toEqual({ ok: true });
    expect(plain.server.mails[0]?.secure).toBe(false);
  });

  it('signs in; a wrong password is the channel’s fault and is not repeated in words', async () => {
    const strict = { authOptional: false };
    const right = await start({ user: 'box', password: 'right' }, strict);
    expect(await right.channel.send(mail)).toEqual({ ok: true });
    await right.server.close();
    const wrong = await start({ user: 'box', password: 'hunter2' }, strict);
    const outcome = await wrong.channel.send(mail);
    expect(outcome).toMatchObject({ ok: false, fault: 'unreachable', why: 'EAUTH (535)' });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it('that is greylisted is for later, and goes through under the same id', async () => {
    const { server: to, channel } = await start();
    const seen = new Set<string>();
    to.onRecipient = (address) => {
      if (seen.has(address)) return null;
      seen.add(address);
      return 451;
    };
    expect(await channel.send(mail)).toEqual({ ok: false, fault: 'busy', why: 'RCPT TO answered 451' });
    expect(await channel.send({ ...mail, attempt: 2 })).toEqual({ ok: true });
    expect(to.mails.map(({ parsed }) => parsed.messageId)).toEqual(['<msg_1@demo.docketbox.invalid>']);
  });

  it('that the server will not have is refused', async () => {
    const { server: to, channel } = await start();
    to.onRecipient = () => 550;
    expect(await channel.send(mail)).toEqual({ ok: false, fault: 'refused', why: 'RCPT TO answered 550' });
    to.onRecipient = () => null;
    to.afterData = () => 554;
    expect(await channel.send(mail)).toEqual({ ok: false, fault: 'refused', why: 'DATA answered 554' });
  });

  it('whose line breaks behind DATA is unknown, and is sent again as the same message', async () => {
    const { server: to, channel } = await start();
    to.afterData = () => 'drop';
    expect(await channel.send(mail)).toMatchObject({ ok: false, fault: 'unreachable' });
    to.afterData = () => null;
    expect(await channel.send({ ...mail, attempt: 2 })).toEqual({ ok: true });
    expect(to.mails.map(({ parsed }) => parsed.messageId)).toEqual([
      '<msg_1@demo.docketbox.invalid>',
      '<msg_1@demo.docketbox.invalid>',
    ]);
  });

  it('takes no header from a subject, and no second receiver from an address', async () => {
    const { server: to, channel } = await start();
    const evil = { subject: 'a\r\nBcc: x@example.org\r\n\r\nb', to: '1001@example.org' };
    expect(await channel.send({ ...mail, ...evil })).toEqual({ ok: true });
    expect(to.mails[0]?.parsed.headers.has('bcc')).toBe(false);
    const two = await channel.send({ ...mail, to: '1@example.org>,<2@example.org' });
    expect(two.ok).toBe(false);
    expect(to.mails).toHaveLength(1);
  });

  it('under way when the controller stops fails at once', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const connected = new Promise((resolve) => silent.once('connection', resolve));
    const channel = email({
      ...{ id: 'mail', host: '127.0.0.1', port, security: 'none', user: null, password: null },
      ...{ from: 'box@example.org', perMinute: null, site: 'demo' },
    });
    const outcome = channel.send(mail);
    await connected;
    channel.close();
    expect(await outcome).toMatchObject({ ok: false, fault: 'unreachable', why: 'the controller stopped' });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});
