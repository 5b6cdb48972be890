import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface PlainMail {
  readonly to: string;
  readonly messageId: string;
  readonly text: string;
}
/**
 * A small SMTP server (RFC 5321, no extensions) on a loopback port, for thousands of mails: smtp-server keeps every
 * connection waiting for a tenth of a second.
 */
export class PlainSmtp {
  /** Whether a connection is let in. */
  welcome: () => boolean = () => true;
  /** Behind DATA: the code it answers with, or `drop` to let the line break. */
  afterData: (mail: PlainMail) => number | 'drop' = () => 250;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#talk(socket));

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #talk(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    if (!this.welcome()) return void socket.resetAndDestroy();
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let [heard, to, inData] = ['', '', false];
    say('220 office.test');
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      for (;;) {
        const end = heard.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = heard.slice(0, end);
        heard = heard.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          const code = this.afterData(mailOf(part, to));
          if (code === 'drop') return void socket.resetAndDestroy();
          say(`${code} as the test says`);
        } else if (/^DATA/i.test(part)) {
          inData = true;
          say('354 go on');
        } else if (/^QUIT/i.test(part)) {
          socket.end('221 bye\r\n');
        } else {
          to = /^RCPT TO:<([^>]*)>/i.exec(part)?.[1] ?? to;
          say('250 well');
        }
      }
    });
  }
}

const mailOf = (raw: string, to: string): PlainMail => {
  const split = raw.indexOf('\r\n\r\n');
  const [head, body] = [raw.slice(0, split), raw.slice(split + 4)];
  const encoding = /^Content-Transfer-Encoding: *(\S+)/im.exec(head)?.[1]?.toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(
          encoding === 'quoted-printable'
            ? body
                .replaceAll('=\r\n', '')
                .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
            : body,
          'latin1',
        );
  return { to, messageId: /^Message-ID: *(\S+)/im.exec(head)?.[1] ?? '', text: bytes.toString('utf8') };
};
