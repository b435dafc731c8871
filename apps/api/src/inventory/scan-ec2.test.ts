import { type ExpectedMachine, expectedMachines } from '@rolewright/sandbox/estate/ec2/expected-machines.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { UserDataLocation } from '@rolewright/shared/inventory/location.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { type Workload, workloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsSince } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

const kinds = 'auto-scaling-group,instance,launch-template,launch-configuration';

let console: TestConsole;
let scans: Scan[];
let workloads: Workload[];
let findings: Finding[];
beforeAll(async () => {
  console = await openTestConsole();
  scans = [];
  for (const name of ['sandbox', 'sandbox-data']) scans.push(await scanAccount(console, (await accountNamed(console, name)).id));
  workloads = await everyItem<Workload>(console, `/api/workloads?kind=${kinds}`);
  findings = await everyItem<Finding>(console, '/api/findings');
}, 120_000);
afterAll(() => console.close());

function machine(name: string): Workload {
  const found = workloads.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
}
/** As the contract has it: a member that is missing or of another form is refused. */
const detailOf = async (name: string) => workloadDetail.parse((await console.call(`/api/workloads/${machine(name).id}`)).body);
const placeOf = ({ location }: Finding) => location as UserDataLocation;
const roleName = (arn: string | null | undefined) => arn?.split('/').at(-1) ?? null;

test('D-83: both accounts are read whole, page by page, and nothing unfiltered is asked', async () => {
  expect(scans.map((scan) => scan.state)).toEqual(['complete', 'complete']);
  const read = scans[0]?.coverage.filter((one) => one.region === 'us-east-1' && ['ec2', 'autoscaling'].includes(one.service));
  expect(read?.map((one) => [one.service, one.state, one.seen === one.toSee && one.seen > 0])).toEqual([
    ['autoscaling', 'complete', true],
    ['ec2', 'complete', true],
  ]);
  expect(workloads.map((one) => `${one.kind} ${one.name}`).sort()).toEqual(expectedMachines.map((one) => `${one.kind} ${one.name}`).sort());
});

test('A1 D14 D-70: whatever is read again alone, as after a run, is shown as the scan of all showed it', async () => {
  const shown = async () => {
    const lists = ['/api/findings', '/api/keys', '/api/instance-profiles', `/api/workloads?kind=${kinds}`];
    const all = (await Promise.all(lists.map((path) => everyItem<object>(console, path)))).flat();
    const details = await Promise.all(workloads.map(async ({ id }) => (await console.call<object>(`/api/workloads/${id}`)).body));
    return [...all, ...details].map((one) => JSON.stringify(one).replaceAll(/"(checkedAt|foundAt)":"[^"]*"/g, '')).sort();
  };
  const before = await shown();
  for (const { id } of workloads) await console.deps.refreshWorkload(id);
  expect(await shown()).toEqual(before);
});

test.each(expectedMachines.map((row) => [row.name, row] as const))(
  'A1 D14 D-68 D-70: %s has state, role and key lines of the estate',
  (_, row) => {
    const own = findings.filter((one) => one.workloadId === machine(row.name).id);
    expect(machine(row.name)).toMatchObject({
      ...{ kind: row.kind, awsAccountId: row.accountId, region: row.region, state: row.state, cluster: null, family: null },
      flags: { managedElsewhere: row.managedElsewhere },
    });
    expect(roleName(machine(row.name).ec2?.roleArn)).toBe(row.role);
    expect(machine(row.name).keys.map((key) => key.owner)).toEqual(row.owner === null ? [] : [row.owner]);
    expect(linesOf(own, row)).toEqual(row.lines);
    const old = own.filter((one) => one.standing === 'residue').map((one) => placeOf(one).version);
    expect([...new Set(old)]).toEqual(row.residues);
  },
);

function linesOf(own: Finding[], { source }: ExpectedMachine): string[] {
  const inUse = own.filter((one) => one.standing === 'in-use' && one.kind !== 'role-has-no-effect');
  expect(inUse.every((one) => placeOf(one).source === source)).toBe(true);
  return [...new Set(inUse.map((one) => `${placeOf(one).line} ${placeOf(one).variable}`))].sort();
}

test('D14 D-01: the page of a group shows its instances, its user data by line, and the chain with what wins', async () => {
  const { ec2Detail, runningCount } = await detailOf('image-upload-web');
  expect(runningCount).toBe(2);
  expect(ec2Detail?.instances.map((one) => [one.state, one.launchedFrom, one.isCurrent])).toEqual([
    ['running', 'launch configuration image-upload-web-v5', true],
    ['running', 'launch configuration image-upload-web-v5', true],
  ]);
  const [document] = ec2Detail?.documents ?? [];
  expect(document).toMatchObject({
    source: 'launch-configuration',
    kind: 'shell',
    verdict: 'automatic',
    holdsKey: true,
    standing: 'in-use',
  });
  expect(document?.lines.map((line, index) => (line.mark === 'key' ? `${index + 1} ${line.change}` : ''))).toEqual(
    expect.arrayContaining(['8 removed', '9 removed']),
  );
  expect(document?.lines[8]?.text).toBe('export AWS_SECRET_ACCESS_KEY=••••');
  expect(ec2Detail?.chainNow.find((one) => one.wins)).toMatchObject({
    link: 'environment',
    says: expect.stringContaining('of image-upload'),
  });
  expect(ec2Detail?.chainAfter.find((one) => one.wins)?.link).toBe('instance-role');
  expect(ec2Detail?.notes.join(' ')).toMatch(/Running processes keep the key .*until their instance is replaced/);
});

test('D-73 D-70: $Latest is resolved, who shares the template is named, and old versions are residues', async () => {
  expect(machine('shop-web-spot').ec2?.launchTemplate).toMatchObject({ name: 'shop-web', version: '$Latest', resolved: 3 });
  expect(machine('shop-web').ec2?.launchTemplate).toMatchObject({ version: '2', resolved: 2 });
  const { ec2Detail, residues } = await detailOf('shop-web');
  expect(residues).toBe(2);
  expect(ec2Detail?.notes.join(' ')).toContain('shop-web is launched from by shop-web-spot too');
  // It leads there, and from there back.
  expect(ec2Detail?.launchRelations.map(({ name, relation }) => [name, relation])).toEqual([['shop-web-spot', 'launches']]);
  const other = await detailOf('shop-web-spot');
  expect(other.ec2Detail?.launchRelations.map(({ name, relation }) => [name, relation])).toEqual([['shop-web', 'launches']]);
  expect(ec2Detail?.documents.map((one) => [one.version, one.standing, one.holdsKey])).toEqual([
    [2, 'in-use', true],
    [1, 'residue', true],
  ]);
});

test('D-66 D-02: a role behind a key has no effect, and says which user data answers first', async () => {
  const own = findings.filter((one) => one.workloadId === machine('sales-reports').id);
  expect(own.map((one) => one.kind)).toContain('role-has-no-effect');
  const { ec2Detail } = await detailOf('sales-reports');
  expect(ec2Detail?.chainNow.map((one) => [one.link, one.answers, one.wins])).toEqual([
    ['environment', 'yes', true],
    ['profile', 'no', false],
    ['instance-role', 'yes', false],
  ]);
});

test('D-77 D-37: a group of an EKS node group is not ours to move', () => {
  expect(machine('eks-workers-62c9a1f0-5c1d-4b8e-9f57-0d2f8a6b7c11')).toMatchObject({ managedBy: 'EKS node group workers' });
});

test('D-83: a second scan asks no instance for its user data again, and finds the same', async () => {
  const since = (await callsSince(console)).at(-1)?.seq ?? 0;
  const again = await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  expect(again.state).toBe('complete');
  const calls = (await callsSince(console, since)).map((one) => one.operation);
  expect(calls).toContain('DescribeInstances');
  expect(calls).not.toContain('DescribeInstanceAttribute');
  const after = await everyItem<Finding>(console, '/api/findings');
  expect(after.map((one) => one.id).sort()).toEqual(findings.map((one) => one.id).sort());
}, 60_000);

test('D-88: what may not be read is a gap and no clean bill, and what was known of it stays', async () => {
  const before = workloads.filter((one) => one.awsAccountId === '560921689673').map((one) => one.id);
  await console.deps.db.deleteFrom('user_data').where('name', '=', 'builder').execute();
  await console.setFaults([
    { service: 'ec2', operation: 'DescribeInstanceAttribute', code: 'UnauthorizedOperation' },
    { service: 'autoscaling', operation: 'DescribeAutoScalingGroups', code: 'AccessDenied' },
  ]);
  const scan = await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  await console.setFaults([]);
  expect(scan.state).toBe('partial');
  const here = scan.coverage.filter((one) => one.region === 'us-east-1');
  expect(here.find((one) => one.service === 'autoscaling')).toMatchObject({
    state: 'failed',
    gaps: [{ reason: 'denied', what: 'groups' }],
  });
  const gap = { reason: 'denied', what: 'user data of instances', advice: expect.stringContaining('RolewrightReader') };
  expect(here.find((one) => one.service === 'ec2')).toMatchObject({ state: 'partial', gaps: [gap] });
  const after = await everyItem<Workload>(console, `/api/workloads?kind=${kinds}&account=560921689673`);
  expect(after.map((one) => one.id).sort()).toEqual(before.sort());
  expect(after.find((one) => one.name === 'builder')).toMatchObject({
    state: 'unknown',
    why: expect.stringContaining('DescribeInstanceAttribute'),
  });
  // The groups were not told; what their instances run from is not known any more, and none of them is called clean.
  expect(after.filter((one) => one.kind === 'auto-scaling-group').map((one) => one.state)).not.toContain('no-credentials');
}, 60_000);

test('a filter by a kind that there is not is refused, with those that there are', async () => {
  const { status, text } = await console.call('/api/workloads?kind=lambda');
  expect([status, text]).toEqual([400, expect.stringContaining('auto-scaling-group')]);
});
