import { existsSync } from 'node:fs';

const places = [
  process.env.DOCKETBOX_BROWSER,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** @returns {string | undefined} Path of a Chromium to drive; DOCKETBOX_BROWSER wins. */
export const findBrowser = () => places.find((path) => path && existsSync(path));
