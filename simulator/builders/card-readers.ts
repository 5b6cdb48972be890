import { EmReader } from '../wire/em-reader.ts';
import type { Builders } from './parts.ts';

export const cardReaders: Builders<'card-reader/serial-em'> = {
  'card-reader/serial-em': (_spec, { clock, send }) => ({ reader: new EmReader(clock, send) }),
};
