import { dataAccount, homeRegion, sandboxAccount, secondRegion } from './accounts.ts';
import { innocentFamilies } from './innocent.ts';
import { catalogResidues } from './many-revisions.ts';

/** One finding that a scan of the legacy estate must show; `variable` null where the finding is not about one value. */
export interface ExpectedFinding {
  container: string;
  variable: string | null;
  kind: 'static-key' | 'half-pair' | 'custom-name-key' | 'expired-temporary' | 'role-has-no-effect' | 'other-secret';
  place: 'environment' | 'override';
}

/** One row of README.md's table. */
export interface ExpectedWorkload {
  name: string;
  kind: 'service' | 'standalone' | 'family';
  accountId: string;
  region: string;
  /** Short cluster name; null for a family. */
  cluster: string | null;
  /** `family:revision` that is in use; the newest ACTIVE of an idle family. */
  inUse: string;
  state: 'static-keys' | 'shadowed' | 'no-credentials' | 'role-unproven';
  managedElsewhere: boolean;
  findings: ExpectedFinding[];
  /** Other revisions of the family that hold a key. */
  residues: string[];
  /** Account of the key where it is not the workload's. */
  keyAccountId: string | null;
}

type Given = Pick<ExpectedWorkload, 'name' | 'cluster'> & Partial<ExpectedWorkload>;

/** Findings in one container. */
const inContainer = (container: string, found: [kind: ExpectedFinding['kind'], variable: string | null][]): ExpectedFinding[] =>
  found.map(([kind, variable]) => ({ container, kind, variable, place: 'environment' }));

const thePair = (container: string): ExpectedFinding[] =>
  inContainer(container, [
    ['static-key', 'AWS_ACCESS_KEY_ID'],
    ['static-key', 'AWS_SECRET_ACCESS_KEY'],
  ]);

/** Most rows: a service of the home Region on revision 1, with the usual pair in the container of its own name. */
const row = (given: Given): ExpectedWorkload => ({
  kind: 'service',
  accountId: sandboxAccount.id,
  region: homeRegion,
  inUse: `${given.name}:1`,
  state: 'static-keys',
  managedElsewhere: false,
  findings: thePair(given.name),
  residues: [],
  keyAccountId: null,
  ...given,
});

/** README.md's table as data: what the legacy estate holds, workload by workload. */
export const expectedWorkloads: readonly ExpectedWorkload[] = [
  row({
    name: 'limbo',
    cluster: 'limbo',
    inUse: 'limbo:3',
    findings: [...thePair('bot'), ...inContainer('bot', [['other-secret', 'SLACK_TOKEN']])],
    residues: ['limbo:1', 'limbo:2'],
  }),
  row({ name: 'invoices', cluster: 'shop' }),
  row({ name: 'reports', cluster: 'shop' }),
  row({ name: 'thumbnails', cluster: 'shop' }),
  row({
    name: 'ledger',
    cluster: 'shop',
    inUse: 'ledger:2',
    state: 'shadowed',
    findings: [...thePair('ledger'), ...inContainer('ledger', [['role-has-no-effect', null]])],
    residues: ['ledger:1'],
  }),
  row({ name: 'mailer', cluster: 'shop', findings: inContainer('mailer', [['half-pair', 'AWS_ACCESS_KEY_ID']]) }),
  row({
    name: 'legacy-uploader',
    cluster: 'media',
    findings: inContainer('legacy-uploader', [
      ['static-key', 'AWS_ACCESS_KEY'],
      ['static-key', 'AWS_SECRET_KEY'],
    ]),
  }),
  row({
    name: 'gallery',
    cluster: 'media',
    findings: inContainer('gallery', [
      ['custom-name-key', 'S3_KEY'],
      ['custom-name-key', 'S3_SECRET'],
    ]),
  }),
  row({
    name: 'batch-import',
    cluster: 'media',
    findings: inContainer('batch-import', [
      ['expired-temporary', 'AWS_ACCESS_KEY_ID'],
      ['expired-temporary', 'AWS_SECRET_ACCESS_KEY'],
      ['expired-temporary', 'AWS_SESSION_TOKEN'],
    ]),
  }),
  row({ name: 'docs-demo', cluster: 'media', state: 'no-credentials', findings: [] }),
  row({ name: 'partner-sync', cluster: 'shop', keyAccountId: dataAccount.id }),
  row({ name: 'admin-tools', cluster: 'ops' }),
  row({ name: 'search', cluster: 'shop', inUse: 'search:2', residues: ['search:1', 'search:3', 'search:4', 'search:5'] }),
  row({ name: 'payments', cluster: 'payments', managedElsewhere: true }),
  row({ name: 'exporter', kind: 'family', cluster: null, inUse: 'exporter:2', residues: ['exporter:1', 'exporter:3'] }),
  row({ name: 'all-members', cluster: 'media', findings: thePair('main') }),
  row({
    name: 'migrator',
    kind: 'standalone',
    cluster: 'ops',
    findings: thePair('migrator').map((finding) => ({ ...finding, place: 'override' as const })),
  }),
  row({
    name: 'catalog',
    cluster: 'shop',
    inUse: 'catalog:40',
    state: 'role-unproven',
    findings: [],
    residues: catalogResidues.map((revision) => `catalog:${revision}`),
  }),
  row({ name: 'storefront', cluster: 'edge' }),
  row({ name: 'edge-router', cluster: 'edge' }),
  row({ name: 'images', cluster: 'media', region: secondRegion, state: 'role-unproven', findings: [] }),
  row({ name: 'warehouse-loader', cluster: 'warehouse', accountId: dataAccount.id }),
  ...innocentFamilies.map((name) => row({ name, kind: 'family', cluster: null, state: 'no-credentials', findings: [] })),
];
