import iconv from 'iconv-lite';
import { checkCharacter } from '#controller/domain/docket-code.ts';
import { buildOfficialRecord } from '#controller/domain/official-record.ts';
import { CORPUS_KINDS, withBwip, withZint, type CorpusKind, type Modules } from './modules.ts';
import { draw, mapPixels, outOfFocus, scratched, type Picture } from './picture.ts';
import { flat, perspective, turned } from './projection.ts';
import { randomOf, type Random } from './random.ts';

export const CONDITIONS = [
  'clean',
  'rotated',
  'blurred',
  'noisy',
  'scratched',
  'low contrast',
  'low resolution',
  'perspective',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** One picture of one symbol, and what it says. */
export interface Sample {
  readonly name: string;
  readonly kind: CorpusKind;
  readonly condition: Condition;
  readonly encoder: 'bwip-js' | 'zint';
  readonly bytes: Uint8Array;
  readonly picture: Picture;
}

/**
 * Pictures of every kind under every condition, `each` of them a cell, from mild to worse than anybody can read; the
 * same for the same seed. With `zint` every other symbol is made by it, the others by bwip-js. With `kinds` only these,
 * the same pictures as among all.
 */
export function* corpus(
  seed: number,
  each: number,
  zint: boolean,
  kinds: readonly CorpusKind[] = CORPUS_KINDS,
): Generator<Sample> {
  for (const kind of kinds)
    for (const condition of CONDITIONS)
      for (let n = 0; n < each; n++) {
        const random = randomOf(
          seed + 7919 * n + 104_729 * (CORPUS_KINDS.indexOf(kind) * 100 + CONDITIONS.indexOf(condition)),
        );
        const bytes = payload(kind, random);
        const encoder = zint && n % 2 === 1 ? 'zint' : 'bwip-js';
        const modules = (encoder === 'zint' ? withZint : withBwip)(kind, bytes);
        // 0 = mild, 1 = worst.
        const severity = (n + 0.5) / each;
        const picture = PICTURES[condition](modules, severity, random);
        yield {
          name: `${kind}-${condition.replace(' ', '-')}-${n}`,
          kind,
          condition,
          encoder,
          bytes,
          picture,
        };
      }
}

const CODE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const docket = (random: Random): string => {
  const body = random.string(CODE, 15);
  return body + checkCharacter(body);
};
const PLACES = ['某市', '某县', '某区', '某省', '某自治州'] as const;
const TITLES = [
  '防汛工作',
  '安全生产检查',
  '档案移交',
  '政务公开',
  '人才引进若干措施',
  '春季植树造林',
  '信息化项目',
] as const;

/** An official-document record in GBK. */
const record = (random: Random): Uint8Array => {
  const place = random.pick(PLACES);
  const day = `2026-${`${random.whole(1, 12)}`.padStart(2, '0')}-${`${random.whole(1, 28)}`.padStart(2, '0')}`;
  const text = buildOfficialRecord({
    barcode: `SJ${random.string('0123456789', 18)}`,
    issuer: `${place}人民政府办公室`,
    kind: random.pick(['通知', '意见', '函', '通报']),
    number: `某政办发〔2026〕${random.whole(1, 400)}号`,
    recipient: '各区县人民政府',
    title: `关于做好${random.whole(2020, 2030)}年${random.pick(TITLES)}的通知`,
    urgency: random.pick(['none', 'jiaji', 'teji']),
    writtenOn: day,
    releaseLevel: '市地级',
    maker: `${place}人民政府办公室`,
    madeOn: day,
  });
  return iconv.encode(text, 'gb18030');
};

const payload = (kind: CorpusKind, random: Random): Uint8Array => {
  const link = `HTTPS://BOX.EXAMPLE/${random.string(CODE, random.whole(8, 40))}`;
  switch (kind) {
    case 'EAN13': {
      const digits = `69${random.string('0123456789', 10)}`;
      const sum = [...digits].reduce((all, digit, i) => all + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
      return Buffer.from(`${digits}${(10 - (sum % 10)) % 10}`);
    }
    case 'PDF417':
      return random.next() < 0.7 ? record(random) : Buffer.from(link);
    case 'Code128':
      return Buffer.from(
        random.next() < 0.7 ? docket(random) : random.string(`${CODE}-./`, random.whole(6, 20)),
      );
    default:
      return random.next() < 0.5 ? Buffer.from(docket(random)) : Buffer.from(link);
  }
};

/** Pixels a module in a good scan. */
const usual = (random: Random): number => random.between(2.5, 4);

const PICTURES: Readonly<Record<Condition, (modules: Modules, severity: number, random: Random) => Picture>> =
  {
    clean: (modules, _, random) => {
      const { size, toSymbol } = flat(modules, random.whole(2, 5));
      return draw(modules, size, toSymbol);
    },
    rotated: (modules, severity, random) => {
      // Small angles of a sheet fed askew first, then any angle.
      const angle = severity < 0.5 ? severity * 30 * (random.next() < 0.5 ? -1 : 1) : random.between(0, 360);
      const { size, toSymbol } = turned(modules, usual(random), angle);
      return draw(modules, size, toSymbol);
    },
    blurred: (modules, severity, random) => {
      const pixels = usual(random);
      const { size, toSymbol } = flat(modules, pixels, random);
      return outOfFocus(draw(modules, size, toSymbol), (0.25 + 0.6 * severity) * pixels);
    },
    noisy: (modules, severity, random) => {
      const { size, toSymbol } = flat(modules, usual(random), random);
      const deviation = 20 + 80 * severity;
      return mapPixels(
        mapPixels(draw(modules, size, toSymbol), (grey) => 40 + grey * 0.7),
        (grey) =>
          random.next() < 0.06 * severity ? 255 * random.whole(0, 1) : grey + deviation * random.normal(),
      );
    },
    scratched: (modules, severity, random) => {
      const pixels = usual(random);
      const { size, toSymbol } = flat(modules, pixels, random);
      return scratched(
        draw(modules, size, toSymbol),
        random,
        1 + Math.round(6 * severity),
        pixels * random.between(0.4, 1.2),
      );
    },
    'low contrast': (modules, severity, random) => {
      const { size, toSymbol } = flat(modules, usual(random), random);
      const contrast = 70 - 64 * severity;
      const [slopeX, slopeY] = [random.between(-1, 1) * 70 * severity, random.between(-1, 1) * 70 * severity];
      return mapPixels(
        draw(modules, size, toSymbol),
        (grey, x, y) =>
          120 +
          (contrast * (grey - 128)) / 255 +
          slopeX * (x / size.width - 0.5) +
          slopeY * (y / size.height - 0.5) +
          1.5 * random.normal(),
      );
    },
    'low resolution': (modules, severity, random) => {
      const { size, toSymbol } = flat(modules, 2.2 - 1.2 * severity, random);
      return draw(modules, size, toSymbol);
    },
    perspective: (modules, severity, random) => {
      const { size, toSymbol } = perspective(modules, usual(random), 0.04 + 0.3 * severity, random);
      return draw(modules, size, toSymbol);
    },
  };
