import fc from 'fast-check';

/**
 * Properties meet the same random stories wherever one commit is tested: `npm test` gives the seed, taken from what is
 * committed. A test file run by itself draws a new one every time; either is printed where a property fails.
 */
const seed = process.env['DOCKETBOX_SEED'];
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
