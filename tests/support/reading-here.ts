import { fileReader, type FileReader } from '#controller/commands/file-reading.ts';
import { readFile } from '#controller/commands/read-file.ts';
import type { Stamp } from '#controller/ports/sheet-maker.ts';
import { made } from '#label-printer/made.ts';
import { stampFile } from '#label-printer/stamp-file.ts';

/** Reads in the test's own thread: quicker, and what the controller must never do. */
export const readHere: FileReader = fileReader((order) => Promise.resolve(readFile(order)));
export const stampHere: Stamp = ({ file, piece, order, created }) =>
  made(() => stampFile(file, piece, order, created));
