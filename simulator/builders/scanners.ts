import { HidScanner } from '../wire/hid-scanner.ts';
import { SerialScanner } from '../wire/serial-scanner.ts';
import type { Builders } from './parts.ts';

export const scanners: Builders<'scanner/serial' | 'scanner/hid-pos'> = {
  'scanner/serial': (spec, { clock, line, send }) => {
    const scanner = new SerialScanner(spec, clock, send);
    line.attachDevice(scanner);
    return { scanner };
  },
  'scanner/hid-pos': (spec, { line, send }) => {
    const scanner = new HidScanner(spec.trigger !== 'none', send);
    line.attachDevice(scanner);
    return { scanner };
  },
};
