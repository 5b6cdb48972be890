import { expect, it } from 'vitest';
import { formatOf, type Format } from '#controller/api/http/formats.ts';

const cases: [string, Format][] = [
  ['', 'json'],
  ['*/*', 'json'],
  ['application/json', 'json'],
  ['text/csv', 'csv'],
  ['text/*', 'csv'],
  ['application/pdf, */*;q=0.1', 'pdf'],
  ['application/pdf;q=0.5, text/csv;q=0.8', 'csv'],
  ['application/*;q=0.9, application/json;q=0, text/csv;q=0.2', 'pdf'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'json'],
];
it.each(cases)('Accept: “%s” is answered with %s', (accept, format) => {
  expect(formatOf(undefined, accept)).toBe(format);
});
it('what the address asks for wins over the header', () => {
  expect(formatOf('xlsx', 'application/json')).toBe('xlsx');
});
it('a header that takes none of them is told what there is', () => {
  expect(() => formatOf(undefined, 'image/png')).toThrow(/not-acceptable/);
  expect(() => formatOf(undefined, 'application/json;q=0')).toThrow(/not-acceptable/);
});
