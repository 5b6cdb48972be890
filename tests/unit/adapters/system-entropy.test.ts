import { expect, it } from 'vitest';
import { systemEntropy } from '#controller/adapters/system-entropy.ts';

it('Random bytes are as many as asked for, never given twice, and belong to who asked', () => {
  const drawn = Array.from({ length: 2_000 }, (_, n) => systemEntropy.bytes(16 + (n % 5)));
  expect(drawn.map((bytes) => bytes.length)).toEqual(drawn.map((_, n) => 16 + (n % 5)));
  expect(new Set(drawn.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(2_000);
  const [first] = drawn;
  const before = Buffer.from(first ?? []).toString('hex');
  for (let n = 0; n < 300; n++) systemEntropy.bytes(32).fill(0);
  expect(Buffer.from(first ?? []).toString('hex')).toBe(before);
  expect(systemEntropy.bytes(10_000).length).toBe(10_000);
});

it('Random bits are set and clear alike', () => {
  const bytes = systemEntropy.bytes(65_536);
  let set = 0;
  for (const byte of bytes) for (let bits = byte; bits > 0; bits >>= 1) set += bits & 1;
  // Of 524,288 bits; 10,000 away from the middle is 27 standard deviations.
  expect(Math.abs(set - 262_144)).toBeLessThan(10_000);
});
