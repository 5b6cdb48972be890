import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Beginnings of paths, by how long such files run; units last, since they share processes. A file that mostly waits for
 * boards runs beside browsers, which keep more than one core busy: two that wait would leave the cores idle.
 */
const order = [
  'tests/scenarios/killed-at-every-effect',
  'tests/browser/office-pages',
  'tests/browser/kiosk-screens',
  'tests/browser/mobile-page',
  'tests/browser/kiosk-behaviour',
  'tests/browser/devices-page',
  'tests/browser/story',
  'tests/scenarios/truthful-opening',
  'tests/scenarios/a-working-year',
  'tests/browser/',
  'tests/hid/',
  'tests/scenarios/power-cut',
  'tests/scenarios/',
  'tests/conformance/',
  'tests/architecture',
  'tests/unit/devices/fifty-cycles',
  'tests/unit/ledger/kill',
  'tests/unit/drivers/scans-stay-bounded',
  'tests/unit/views/rebuild',
  'tests/unit/domain/list-book',
  'tests/unit/label-printer/killed-spooler',
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
