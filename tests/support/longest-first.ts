import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Beginnings of paths, by how long such files run; units last, since they share processes. */
const order = [
  'tests/hid/',
  'tests/scenarios/killed-at-every-effect',
  'tests/scenarios/truthful-opening',
  'tests/scenarios/power-cut',
  'tests/browser/office-pages',
  'tests/scenarios/',
  'tests/browser/',
  'tests/conformance/',
  'tests/architecture',
  'tests/unit/label-printer/',
  'tests/unit/cli/',
  'tests/unit/simulator/',
  'tests/unit/api/',
];

/** The longest files first, so that all workers end at about the same time. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = order.findIndex((start) => relative('.', moduleId).startsWith(start));
      return place < 0 ? order.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
