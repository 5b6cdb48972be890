import { scannerFrame } from '../wire/scanner.ts';
import type { Builders } from './parts.ts';

export const scanners: Builders<'scanner/serial'> = {
  'scanner/serial': (spec, { send }) => ({
    scanner: { scan: (scanned) => send(scannerFrame(spec, scanned)) },
  }),
};
