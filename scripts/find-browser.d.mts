/** Path of a Chromium to drive; DOCKETBOX_BROWSER wins. */
export const findBrowser: () => string | undefined;
