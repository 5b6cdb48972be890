import { pino, type Logger } from 'pino';

/** One JSON line an event on standard error, so that standard output stays for what people and programs asked for. */
export const jsonLog = (level = process.env['LOG_LEVEL'] ?? 'info'): Logger =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
