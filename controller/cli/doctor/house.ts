import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listHid } from '#drivers/links/hid.ts';
import { lockDataDir } from '../../ledger/instance-lock.ts';
import { ledgerFile } from '../../ledger/open-ledger.ts';
import { readWalkNote } from '../../ledger/walk-note.ts';
import { keptOut } from '../data-dir.ts';
import { ok, warning, wrong, type Finding } from './finding.ts';

/** What the program itself needs: fonts, pages, a browser, USB HID. */
export const programFindings = async (): Promise<Finding[]> => [fonts(), pages(), browser(), await hid()];

const fonts = (): Finding => {
  const { resolve } = createRequire(import.meta.url);
  const missing = ['500Medium/NotoSansSC_500Medium', '700Bold/NotoSansSC_700Bold'].filter((name) => {
    try {
      return !existsSync(resolve(`@expo-google-fonts/noto-sans-sc/${name}.ttf`));
    } catch {
      return true;
    }
  });
  return missing.length === 0
    ? ok('fonts', 'Noto Sans SC, for labels and slips')
    : wrong('fonts', `${missing.join(', ')} missing: no label can be drawn`, 'run npm ci again');
};

const pages = (): Finding => {
  const built = fileURLToPath(new URL('../../../kiosk-ui/dist/', import.meta.url));
  return existsSync(built)
    ? ok('pages', 'built')
    : wrong(
        'pages',
        'not built: kiosk and office page are missing',
        'run npm run build:kiosk, or npm start once',
      );
};

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const browser = (): Finding => {
  const named = process.env['DOCKETBOX_BROWSER'];
  const found = [...(named ? [named] : []), ...BROWSERS.map((name) => `/usr/bin/${name}`)].find(existsSync);
  return found !== undefined
    ? ok('browser', found)
    : warning('browser', 'no Chromium here', 'needed only where a kiosk screen is: apt-get install chromium');
};

const hid = async (): Promise<Finding> => {
  const listed = await listHid();
  if (!listed.ok) return warning('USB HID', listed.why, `${listed.fix}; needed only for hid: devices`);
  return ok('USB HID', `${listed.devices.length} devices`);
};

/** The data directory: who has it, whether its key is private, whether its record is whole. Creates nothing. */
export const dataFindings = (dataDir: string, now: number): Finding[] => {
  const kept = keptOut(dataDir, 'write');
  if (kept) return [wrong('ledger', kept.found, kept.fix)];
  if (!existsSync(ledgerFile(dataDir)))
    return [ok('ledger', `${dataDir} holds none yet; the first start makes one`)];
  const findings: Finding[] = [];
  const key = statSync(join(dataDir, 'site.key'), { throwIfNoEntry: false });
  if (!key)
    findings.push(
      wrong(
        'site key',
        `${dataDir} holds none`,
        'put back site.key from the backup: without it no PIN, card or badge is valid',
      ),
    );
  else if ((key.mode & 0o077) !== 0)
    findings.push(wrong('site key', 'others can read it', `chmod 600 ${join(dataDir, 'site.key')}`));
  try {
    lockDataDir(dataDir)();
    findings.push(ok('ledger', `${dataDir}, no controller has it`));
  } catch {
    findings.push(ok('ledger', `${dataDir}, a running controller has it`));
  }
  return [...findings, recordFinding(dataDir, now)];
};

/** Walks are made every night: one older than this was missed, ms. */
const staleMs = 3 * 86_400_000;
/** How the last walk over the whole ledger ended. `now`: ms since 1970. */
export const recordFinding = (dataDir: string, now: number): Finding => {
  const last = readWalkNote(dataDir);
  const verify = `npx docketbox verify --data ${dataDir}`;
  if (last === null)
    return warning('record', 'no walk over the whole ledger has ended yet', `${verify} makes one now`);
  const when = `${last.at.slice(0, 16)} UTC, ${last.size} events`;
  if (last.findings > 0)
    return wrong(
      'record',
      `found edited or damaged ${when}, ${last.findings} findings`,
      `keep a copy of ${dataDir}, see what ${verify} lists, put back the last good backup`,
    );
  return now - Date.parse(last.at) > staleMs
    ? warning('record', `last verified ${when}`, `let the controller run at night, or run ${verify}`)
    : ok('record', `verified ${when}: nothing was changed`);
};
