import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser';

/** Who may import whom; docs/architecture.md says it in words, tests/architecture.test.ts enforces it. */
const ours = '^(controller|drivers|label-printer|simulator|kiosk-ui|tests|scripts)/';
const only = (name: string, from: string, allowed: string[], comment: string): IForbiddenRuleType => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: ours, pathNot: [from, ...allowed] },
});
const domain = '^controller/domain/';
const flows = '^controller/flows/';
const ports = '^controller/ports/';
/** What takes a file from outside apart: zip, XML, CSV, PDF. */
const foreign = [
  '^controller/commands/packages/(parts|xml|zip)\\.ts$',
  '^controller/commands/import/(csv|read-grid|sheet|table)\\.ts$',
  '^controller/commands/proposals/(list|ofd|ofd-pages|ofd-tags|read-found)\\.ts$',
  '^controller/commands/read-file\\.ts$',
  '^label-printer/stamp-file\\.ts$',
  '^label-printer/stamp/(first-page|open-foreign|place|stamped)\\.ts$',
];
const config = '^controller/config-(schema|stock)\\.ts$';

export const rules = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('domain-is-pure', domain, [], 'the domain imports nothing of ours'),
    {
      name: 'domain-and-flows-touch-nothing-outside',
      severity: 'error',
      from: { path: [domain, flows] },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev'],
        pathNot: 'node_modules/(zod|iconv-lite|chinese-days)/',
      },
    },
    only('flows-are-pure', flows, [domain], 'flows know the domain only'),
    only('ports-know-the-domain', ports, [domain], 'ports are small and know the domain only'),
    only('ledger', '^controller/ledger/', [domain, ports], ''),
    only(
      'search',
      '^controller/search/',
      [domain, ports, '^controller/(ledger|views)/'],
      'the index is made of the ledger and the views',
    ),
    only('views', '^controller/views/', [domain, ports, '^controller/ledger/'], ''),
    only(
      'devices',
      '^controller/devices/',
      [domain, ports, config, '^drivers/'],
      'the shell around the drivers',
    ),
    only(
      'stations',
      '^controller/stations/',
      [domain, flows, ports, config, '^controller/api/contract/'],
      '',
    ),
    only('commands', '^controller/commands/', [domain, ports, config, '^controller/api/contract/'], ''),
    only('supervision', '^controller/supervision/', [domain, ports, config], ''),
    only('contract', '^controller/api/contract/', [], 'the contract imports nothing of ours'),
    only(
      'api',
      '^controller/api/',
      [domain, flows, ports, config, '^controller/(views|ledger|stations|commands|supervision)/'],
      'the api never reaches into devices',
    ),
    only('drivers', '^drivers/', [ports, config], 'drivers know ports and their own options'),
    only('label-printer', '^label-printer/', [ports, domain, config, '^drivers/link\\.ts$'], ''),
    only(
      'simulator-stands-alone',
      '^simulator/',
      [],
      'a shared misreading of a manual would stay green for ever',
    ),
    only('kiosk-knows-the-contract', '^kiosk-ui/', ['^controller/api/contract/'], ''),
    {
      name: 'hostile-files-have-their-own-thread',
      severity: 'error',
      comment:
        'files from outside are taken apart in controller/adapters/threads, never where doors are opened',
      from: {
        path: ours,
        pathNot: ['^tests/', ...foreign, '-worker\\.ts$'],
      },
      to: { path: foreign, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: ours, pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    {
      name: 'only-tests-import-the-simulator',
      severity: 'error',
      from: { path: ours, pathNot: ['^tests/', '^simulator/', '^scripts/start'] },
      to: { path: '^simulator/' },
    },
    {
      name: 'only-main-constructs-adapters',
      severity: 'error',
      from: {
        path: '^controller/',
        pathNot: ['^controller/main\\.ts$', '^controller/cli/', '^controller/adapters/'],
      },
      to: { path: '^controller/adapters/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
} satisfies IConfiguration;
