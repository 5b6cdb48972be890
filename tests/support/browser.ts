import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { PATIENT } from './until.ts';

/** A headless Chromium with an empty profile that talks to nobody but the pages under test. */
export const launchBrowser = async (more: readonly string[] = []): Promise<Browser> => {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no Chromium found: install it or set DOCKETBOX_BROWSER to its path');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENT));
  return browser;
};
