import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Mail {
  readonly parsed: ParsedMail;
  readonly secure: boolean;
}
/** A real SMTP server on a loopback port; `after` decides what happens behind DATA. */
export class MailServer {
  /** Every message whose data came in whole, also those that were then not acknowledged. */
  readonly mails: Mail[] = [];
  /** Null acknowledges; `drop` takes the message and lets the line break; a number answers with that code. */
  afterData: (mail: ParsedMail) => null | 'drop' | number = () => null;
  onRecipient: (address: string) => null | number = () => null;
  readonly #server: SMTPServer;
  readonly #sockets = new Set<Socket>();

  constructor(options: SMTPServerOptions = {}) {
    this.#server = new SMTPServer({
      ...{ authOptional: true, logger: false, disableReverseLookup: true },
      onAuth: ({ username, password }, _session, done) =>
        password === 'right' ? done(null, { user: username }) : done(new Error('no')),
      onRcptTo: ({ address }, _session, done) => done(coded(this.onRecipient(address))),
      onData: (stream, session, done) => {
        void simpleParser(stream).then((parsed) => {
          this.mails.push({ parsed, secure: session.secure });
          const what = this.afterData(parsed);
          if (what === 'drop') for (const socket of this.#sockets) socket.destroy();
          else done(coded(what));
        });
      },
      ...options,
    });
    this.#server.server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('error', () => undefined);
  }
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve()));
    return (this.#server.server.address() as AddressInfo).port;
  }
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
const coded = (responseCode: number | null): Error | null =>
  responseCode === null ? null : Object.assign(new Error('as the test says'), { responseCode });
