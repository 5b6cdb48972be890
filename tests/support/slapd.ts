import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { until } from './until.ts';

const PROGRAM = ['/usr/sbin/slapd', '/usr/lib/openldap/slapd'].find((path) => existsSync(path));
/** Why directories cannot be tried here; null when they can. */
export const noSlapd: string | null =
  PROGRAM === undefined
    ? 'slapd is not installed (apt-get install slapd)'
    : spawnSync('openssl', ['version']).status === 0
      ? null
      : 'openssl is not installed';

export const BASE = 'dc=example,dc=org';
export const ADMIN = `cn=admin,${BASE}`;
export const READER = `cn=reader,${BASE}`;
export const PASSWORD = 'geheim-123';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Waits until somebody takes connections there; `ended` says what the process said when it is gone. */
const listens = async (port: number, ended: () => string | null): Promise<void> => {
  let open = false;
  const knock = (): void => {
    const socket = connect(port, '127.0.0.1', () => {
      open = true;
      socket.destroy();
    });
    socket.on('error', () => void (ended() === null && setTimeout(knock, 20)));
  };
  knock();
  await until('slapd listens', () => open || ended() !== null);
  if (!open) throw new Error(`slapd ended: ${ended() ?? ''}`);
};

const CONFIG = (dir: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile ${dir}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile ${dir}/certificate.pem
TLSCertificateKeyFile ${dir}/key.pem
sizelimit 500
database mdb
suffix "${BASE}"
rootdn "${ADMIN}"
rootpw ${PASSWORD}
directory ${dir}/db
maxsize 33554432
`;

/** Debian's own directory server as an ordinary process on loopback, with a database and a certificate of its own. */
export const startSlapd = async () => {
  if (PROGRAM === undefined) throw new Error(noSlapd ?? '');
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-slapd-'));
  mkdirSync(join(dir, 'db'));
  const [plain, secure] = [await freePort(), await freePort()];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'certificate.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...[...names, ...files],
  ]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  writeFileSync(join(dir, 'slapd.conf'), CONFIG(dir));
  const urls = { plain: `ldap://127.0.0.1:${plain}`, secure: `ldaps://localhost:${secure}` };
  const child = spawn(
    PROGRAM,
    ['-f', join(dir, 'slapd.conf'), '-h', `${urls.plain} ldaps://127.0.0.1:${secure}`, '-d', '0'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await listens(plain, () => (child.exitCode === null ? null : complaint));
  const client = new Client({ url: urls.plain, timeout: 30_000, connectTimeout: 30_000 });
  await client.bind(ADMIN, PASSWORD);
  const organization = { objectClass: ['dcObject', 'organization'], o: 'example', dc: 'example' };
  await client.add(BASE, organization);
  await client.add(READER, {
    ...{ objectClass: ['organizationalRole', 'simpleSecurityObject'], cn: 'reader', userPassword: PASSWORD },
  });
  for (const ou of ['units', 'people'])
    await client.add(`ou=${ou},${BASE}`, { objectClass: 'organizationalUnit', ou });
  return {
    ...{ urls, client, certificate: join(dir, 'certificate.pem') },
    async stop() {
      await client.unbind().catch(() => undefined);
      child.kill();
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
export type Slapd = Awaited<ReturnType<typeof startSlapd>>;
