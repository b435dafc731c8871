/** One row of README.md's table of instances. */
export interface ExpectedInstances {
  /** Auto Scaling group, or Name tag. */
  name: string;
  instances: number;
  state: 'running' | 'stopped';
  /** Has its image a program that calls AWS? */
  runs: boolean;
  /** Variables of a key that its program finds. */
  variables: string[];
  /** Where a scan of user data finds the key: as it is, after unpacking, or not at all. */
  keyInUserData: 'plain' | 'packed' | null;
}

const both = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const row = (name: string, given: Partial<ExpectedInstances> = {}): ExpectedInstances => ({
  name,
  instances: 1,
  state: 'running',
  runs: true,
  variables: both,
  keyInUserData: 'plain',
  ...given,
});

/** README.md's table of instances as data. */
export const expectedInstances: readonly ExpectedInstances[] = [
  row('image-upload-web', { instances: 2, variables: ['AWS_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'] }),
  row('builder'),
  row('shop-web'),
  row('shop-web-spot'),
  row('sales-reports'),
  row('archiver', { state: 'stopped' }),
  row('docker-host'),
  row('eks-workers-62c9a1f0-5c1d-4b8e-9f57-0d2f8a6b7c11'),
  row('gzip-importer', { keyInUserData: 'packed' }),
  row('mime-importer', { keyInUserData: 'packed' }),
  row('windows-importer'),
  row('cloud-config-importer'),
  row('bastion', { runs: false, variables: [], keyInUserData: null }),
  row('nat', { runs: false, variables: [], keyInUserData: null }),
  row('metrics-collector', { variables: [], keyInUserData: null }),
  row('label-printer', { variables: ['AWS_ACCESS_KEY', 'AWS_SECRET_KEY'] }),
];
