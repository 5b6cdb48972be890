import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Output } from '#label-printer/encode.ts';
import { fixFor } from '../api/http/fix-words.ts';
import { valueAt } from '../api/http/validate.ts';
import { LABEL_STOCKS } from '../domain/label-stock.ts';
import { templateProblems } from '../domain/label-template-rules.ts';
import { labelTemplate, type LabelTemplate } from '../domain/label-template.ts';
import { shownPlain } from '../domain/plain-text.ts';
import { isDocketCode } from '../domain/docket-code.ts';
import { CommandFailed, EXIT, UsageError, wholeNumber, type Command, type Input } from './command.ts';
import { oneOf } from './export/flags.ts';
import { unreadable, unwritable } from './file-words.ts';

const DPIS = ['203', '300', '600'] as const;
const LANGUAGES = ['zpl', 'tspl', 'escpos', 'png', 'pdf'] as const;
/** Between two labels of common stock. */
const GAP_MM = 2;

/** Shape of label.json, docs/surface.md. */
const labelFile = z.strictObject({
  docket: z.string().refine(isDocketCode, 'its check character is wrong; copy the code from the docket'),
  recipient: z.string(),
  number: z.string(),
  title: z.string().default(''),
  issuer: z.string().default(''),
  urgency: z.string().default('none'),
  copy: z.string().default(''),
  /** Text of the official-document barcode, where the template has a place for it. */
  record: z.string().max(1000).optional(),
  secrecy: z.unknown().optional(),
});

/** `docketbox label`: one label to a file, read back from its own dots before it is written. */
export const label: Command = {
  name: 'label',
  summary: 'Draws a label, reads its codes back from the very dots, and writes it to a file.',
  flags: [
    { name: 'in', value: 'label.json', required: true, help: 'what the label says' },
    { name: 'language', value: LANGUAGES.join('|'), fallback: 'zpl', help: 'what is written' },
    { name: 'black-bit', value: '0|1', fallback: '0', help: 'tspl: which bit burns a dot' },
    { name: 'paper', value: 'own|A4', fallback: 'own', help: 'pdf: a sheet of the label’s size, or A4' },
    { name: 'stock', value: LABEL_STOCKS.join('|'), fallback: '60x40', help: 'size of the label, mm' },
    { name: 'template', value: 'FILE', help: 'how it looks (docs/labels.md); it says its own stock' },
    { name: 'dpi', value: DPIS.join('|'), fallback: '203', help: 'dots per inch of the printer' },
    { name: 'out', value: 'FILE', required: true, help: 'the file to write; - for standard output' },
  ],
  notes: [
    'label.json: {"docket", "recipient", "number", "title", "issuer", "urgency", "copy": "3/12", "record", "secrecy"}',
  ],
  async run(input, console) {
    const output = outputOf(input);
    const dpi = oneOf('dpi', input.value('dpi'), DPIS);
    const stock = oneOf('stock', input.value('stock'), LABEL_STOCKS);
    const data = await labelData(input.value('in'));
    const { makeLabel } = await import('#label-printer/make-label.ts');
    const template = await templateIn(input.optional('template'));
    const options = { ...output, stock, template, dpi: Number(dpi) };
    const bytes = await makeLabel(data, options).catch((error: unknown) => {
      throw new CommandFailed(
        `the label was not made: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const out = input.value('out');
    if (out === '-') process.stdout.write(bytes);
    else
      await writeFile(out, bytes).catch((error: unknown) => {
        throw unwritable(out, error);
      });
    if (out !== '-') console.out(input.json ? JSON.stringify({ file: out, bytes: bytes.length }) : out);
    return EXIT.done;
  },
};

const outputOf = (input: Input): Output => {
  const language = oneOf('language', input.value('language'), LANGUAGES);
  const paper = input.value('paper');
  if (paper !== 'own' && paper !== 'A4') throw new UsageError(`--paper ${paper}: use own or A4`);
  const blackBit = wholeNumber('black-bit', input.value('black-bit'), [0, 1]) === 1 ? 1 : 0;
  switch (language) {
    case 'zpl':
    case 'png':
      return { language };
    case 'tspl':
      return { language, blackBit, gapMm: GAP_MM };
    case 'escpos':
      return { language, cut: true, headMm: 72 };
    case 'pdf':
      return { language, paper };
  }
};

const labelData = (file: string) => parsedFile(file, labelFile);

const templateIn = async (file: string | undefined): Promise<LabelTemplate | undefined> => {
  if (file === undefined) return undefined;
  const template = await parsedFile(file, labelTemplate);
  const problems = templateProblems(template).map(
    ({ code, element, member, value }) =>
      `${file}: ${element === null ? '' : `elements.${element}.`}${member}: ${code} (${value})`,
  );
  if (problems.length > 0) throw new CommandFailed(problems.join('\n'));
  return template;
};

const parsedFile = async <T>(file: string, schema: z.ZodType<T>): Promise<T> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new CommandFailed(`${file}: this is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const given = valueAt(raw, issue.path);
    const value = given === undefined ? '' : ` = ${shownPlain(JSON.stringify(given)).slice(0, 60)}`;
    return `${file}: ${issue.path.join('.') || '$'}${value} — ${fixFor(issue, given, 'en')}`;
  });
  throw new CommandFailed(lines.join('\n'));
};
