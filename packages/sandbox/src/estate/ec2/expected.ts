import { dataAccount, homeRegion, sandboxAccount } from '../accounts.ts';

/** One workload of EC2 or Auto Scaling that a scan of the legacy estate must show. */
export interface ExpectedMachine {
  name: string;
  kind: 'auto-scaling-group' | 'instance' | 'launch-template' | 'launch-configuration';
  accountId: string;
  region: string;
  state: 'static-keys' | 'shadowed' | 'no-credentials' | 'role-unproven';
  managedElsewhere: boolean;
  /** Role of its instances, by name. */
  role: string | null;
  /** IAM user of its key; null where it has none. */
  owner: string | null;
  /** Lines of the user data in use with a key, as `line variable`. */
  lines: string[];
  /** Where the key in use lies. */
  source: 'instance' | 'launch-template-version' | 'launch-configuration';
  /** Versions of its launch template that hold a key and are not in use of it. */
  residues: number[];
}

type Given = Pick<ExpectedMachine, 'name'> & Partial<ExpectedMachine>;

/** Most rows: an instance of no group with a key in its own user data, which a user of the same name owns. */
const row = (given: Given): ExpectedMachine => ({
  kind: 'instance',
  accountId: sandboxAccount.id,
  region: homeRegion,
  state: 'static-keys',
  managedElsewhere: false,
  role: null,
  owner: given.name,
  lines: [],
  source: 'instance',
  residues: [],
  ...given,
});

/** What ec2/ builds, as data. */
export const expectedMachines: readonly ExpectedMachine[] = [
  row({
    name: 'image-upload-web',
    kind: 'auto-scaling-group',
    owner: 'image-upload',
    source: 'launch-configuration',
    lines: ['8 AWS_ACCESS_KEY', '9 AWS_SECRET_ACCESS_KEY'],
  }),
  row({ name: 'builder', lines: ['5 AWS_ACCESS_KEY_ID', '6 AWS_SECRET_ACCESS_KEY'] }),
  row({
    name: 'shop-web',
    kind: 'auto-scaling-group',
    source: 'launch-template-version',
    lines: ['3 AWS_ACCESS_KEY_ID', '4 AWS_SECRET_ACCESS_KEY'],
    residues: [1],
  }),
  row({
    name: 'shop-web-spot',
    kind: 'auto-scaling-group',
    owner: 'shop-web',
    source: 'launch-template-version',
    lines: ['3 AWS_ACCESS_KEY_ID', '4 AWS_SECRET_ACCESS_KEY'],
  }),
  row({
    name: 'sales-reports',
    state: 'shadowed',
    role: 'ManagedInstanceRole',
    lines: ['3 AWS_ACCESS_KEY_ID', '3 AWS_SECRET_ACCESS_KEY'],
  }),
  row({ name: 'archiver', lines: ['2 AWS_ACCESS_KEY_ID', '3 AWS_SECRET_ACCESS_KEY'] }),
  row({ name: 'docker-host', owner: 'renderer', lines: ['3 AWS_ACCESS_KEY_ID', '4 AWS_SECRET_ACCESS_KEY'] }),
  row({
    name: 'eks-workers-62c9a1f0-5c1d-4b8e-9f57-0d2f8a6b7c11',
    kind: 'auto-scaling-group',
    state: 'shadowed',
    managedElsewhere: true,
    role: 'platform-node',
    owner: 'node-metrics',
    source: 'launch-template-version',
    lines: ['18 AWS_ACCESS_KEY_ID', '19 AWS_SECRET_ACCESS_KEY'],
  }),
  row({ name: 'gzip-importer', lines: ['3 AWS_ACCESS_KEY_ID', '4 AWS_SECRET_ACCESS_KEY'] }),
  row({ name: 'mime-importer', lines: ['16 AWS_ACCESS_KEY_ID', '17 AWS_SECRET_ACCESS_KEY'] }),
  row({ name: 'windows-importer', lines: ['2 AWS_ACCESS_KEY_ID', '3 AWS_SECRET_ACCESS_KEY'] }),
  row({ name: 'cloud-config-importer', lines: ['6 AWS_ACCESS_KEY_ID', '7 AWS_SECRET_ACCESS_KEY'] }),
  row({ name: 'bastion', state: 'no-credentials', owner: null }),
  row({ name: 'nat', state: 'no-credentials', owner: null }),
  row({ name: 'metrics-collector', state: 'role-unproven', role: 'metrics-collector', owner: null }),
  row({
    name: 'label-printer',
    kind: 'auto-scaling-group',
    accountId: dataAccount.id,
    source: 'launch-configuration',
    lines: ['2 AWS_ACCESS_KEY', '3 AWS_SECRET_KEY'],
  }),
];
