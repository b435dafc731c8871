import { expect, test } from 'vitest';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { allow, arnOf, home, roleNamed, trusting } from './known-principals.fixture.ts';
import { neighbourhood } from './neighbourhood.ts';
import type { RunningWorkload } from './nodes.ts';
import { indexPrincipals } from './role-index.ts';
import { reachingWorkloads } from './workloads-reaching.ts';

const workload = (id: string, role: string, tasks: number) => ({
  id,
  name: id,
  cluster: 'ci',
  region: 'us-east-1',
  awsAccountId: home,
  taskRoleArn: arnOf(role),
  tasks,
  unit: 'task' as const,
  profileArn: null,
});
const next = (name: string) => [allow('sts:AssumeRole', arnOf(name))];
const roles = [
  roleNamed('implicit', { may: next('middle') }),
  roleNamed('middle', { trust: trusting({ AWS: arnOf('implicit') }), may: next('admin') }),
  roleNamed('admin', { trust: trusting({ AWS: arnOf('middle') }), may: [allow('*', '*')] }),
  roleNamed('stranger', { may: next('admin') }),
];
const running = [workload('builder', 'implicit', 12), workload('near', 'middle', 3), workload('other', 'stranger', 7)];

function reaching(arn: string, all: KnownPrincipal[] = roles, workloads: RunningWorkload[] = running) {
  const walk = reachingWorkloads(indexPrincipals(all), workloads, arn);
  for (;;) {
    const step = walk.next();
    if (step.done) return step.value;
  }
}

test('E4 E5: twelve tasks can reach the administrator over two links, three over one; a half of a chain is no way', () => {
  const { items, tasks, unknown } = reaching(arnOf('admin'));
  expect(items).toEqual([
    { id: 'near', name: 'near', tasks: 3, unit: 'task', path: [arnOf('middle'), arnOf('admin')] },
    { id: 'builder', name: 'builder', tasks: 12, unit: 'task', path: [arnOf('implicit'), arnOf('middle'), arnOf('admin')] },
  ]);
  expect([tasks, unknown]).toEqual([15, []]);
  expect(reaching(arnOf('implicit'))).toMatchObject({ items: [{ id: 'builder', path: [arnOf('implicit')] }], tasks: 12 });
});

test('E5: a way that hangs on what no scan tells is named and not counted', () => {
  const inOrg = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
  const admin = roleNamed('admin', { trust: trusting({ AWS: arnOf('middle') }, { Condition: inOrg }), may: [allow('*', '*')] });
  const { items, unknown } = reaching(arnOf('admin'), [...roles.filter(({ name }) => name !== 'admin'), admin]);
  expect(items).toEqual([]);
  expect(unknown).toEqual([arnOf('middle')]);
});

test('E4: the picture says at each node how many tasks come there, over whole links alone', () => {
  const graph = neighbourhood(indexPrincipals(roles), running, arnOf('middle'), 2);
  const tasksAt = Object.fromEntries(graph?.nodes.map(({ id, tasks }) => [id.split('/').at(-1), tasks]) ?? []);
  expect(tasksAt).toMatchObject({ builder: 12, implicit: 12, middle: 15, admin: 15, 'admin#permissions': 15 });
  const strangers = neighbourhood(indexPrincipals(roles), running, arnOf('stranger'), 1);
  expect(strangers?.nodes.find(({ id }) => id === arnOf('admin'))?.tasks ?? null).toBeNull();
});

test('E5 E4: twelve instances gain the chain by way of their profile: instance → profile → implicit → the rest', () => {
  const profileArn = `arn:aws:iam::${home}:instance-profile/implicit`;
  const agents: RunningWorkload = { ...workload('agents', 'implicit', 12), unit: 'instance', profileArn };
  expect(reaching(arnOf('admin'), roles, [agents])).toMatchObject({ tasks: 0, instances: 12, items: [{ id: 'agents', unit: 'instance' }] });
  const graph = neighbourhood(indexPrincipals(roles), [agents], 'agents', 3);
  expect(graph?.edges.filter(({ kind }) => kind === 'runs-as').map(({ from, to }) => [from, to])).toEqual([
    ['agents', profileArn],
    [profileArn, arnOf('implicit')],
  ]);
  const instancesAt = Object.fromEntries(graph?.nodes.map(({ id, instances, tasks }) => [id.split('/').at(-1), [instances, tasks]]) ?? []);
  expect(instancesAt).toMatchObject({ agents: [12, null], implicit: [12, null], middle: [12, null], admin: [12, null] });
});
