import { describe, expect, test } from 'vitest';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { allow, arnOf, away, home, roleNamed, trusting, userNamed } from './known-principals.fixture.ts';
import { neighbourhood } from './neighbourhood.ts';
import { indexPrincipals } from './role-index.ts';

const workload = {
  id: 'wl_1',
  name: 'builder',
  cluster: 'ci',
  region: 'us-east-1',
  awsAccountId: home,
  taskRoleArn: arnOf('implicit'),
  tasks: 12,
  unit: 'task' as const,
  profileArn: null,
};
const implicit = roleNamed('implicit', { may: [allow('sts:AssumeRole', arnOf('expansive'))] });
const expansive = roleNamed('expansive', { trust: trusting({ AWS: implicit.arn }), may: [allow('s3:*', '*')] });

function graphOf(focus: string, all: KnownPrincipal[], depth = 2, workloads = [workload]) {
  const graph = neighbourhood(indexPrincipals(all), workloads, focus, depth);
  if (graph === null) throw new Error(`nothing is known of ${focus}`);
  return graph;
}
const edges = (graph: ReturnType<typeof graphOf>) => graph.edges.map(({ from, to, kind, state }) => `${from} ${kind} ${to}: ${state}`);
const node = (graph: ReturnType<typeof graphOf>, id: string) => graph.nodes.find((one) => one.id === id);

describe('the neighbourhood of a node', () => {
  test('E4: workload → first role → second role → what it may do, from whichever end one looks', () => {
    const expected = [
      `wl_1 runs-as ${implicit.arn}: full`,
      `${implicit.arn} may-assume ${expansive.arn}: full`,
      `${expansive.arn} grants ${expansive.arn}#permissions: full`,
    ];
    for (const focus of ['wl_1', implicit.arn, expansive.arn]) {
      expect(edges(graphOf(focus, [implicit, expansive]))).toEqual(expect.arrayContaining(expected));
    }
    const graph = graphOf(expansive.arn, [implicit, expansive]);
    expect(node(graph, 'wl_1')).toMatchObject({ kind: 'workload', step: -2 });
    expect(node(graph, `${expansive.arn}#permissions`)).toMatchObject({ label: 's3:* on *', step: 1 });
  });

  test('one step at a time: depth 1 ends at the neighbours', () => {
    const third = roleNamed('third', { trust: trusting({ AWS: expansive.arn }) });
    const chain = [implicit, { ...expansive, inline: [] }, third];
    expect(node(graphOf(implicit.arn, chain, 1), third.arn)).toBeUndefined();
    expect(node(graphOf(implicit.arn, chain, 2), third.arn)).toMatchObject({ step: 2 });
    expect(node(graphOf(third.arn, chain, 3), 'wl_1')).toMatchObject({ step: -3 });
  });

  test('B15 D-47: after role1 was made anew the trust holds a dead id: it stands out, and the finding says what to put back', () => {
    const dead = 'AROADEADDEADDEADDEADX';
    const role2 = { ...expansive, trust: trusting({ AWS: dead }) };
    const graph = graphOf(role2.arn, [implicit, role2]);
    expect(node(graph, dead)).toMatchObject({ kind: 'dangling', reading: 'absent', marks: ['dangling principal'] });
    expect(edges(graph)).toEqual(
      expect.arrayContaining([`${dead} may-assume ${role2.arn}: trust-only`, `${implicit.arn} may-assume ${role2.arn}: policy-only`]),
    );
    const found = graph.findings.find(({ code }) => code === 'dangling-principal');
    expect(found).toMatchObject({ role: role2.arn, severity: 'block', change: { from: dead, to: implicit.arn } });

    const repaired = { ...role2, trust: JSON.parse(JSON.stringify(role2.trust).replace(dead, found?.change?.to ?? '')) };
    const after = graphOf(role2.arn, [implicit, repaired]);
    expect(after.findings.map(({ code }) => code)).not.toContain('dangling-principal');
    expect(edges(after)).toContain(`${implicit.arn} may-assume ${role2.arn}: full`);
  });

  test('B15: with two candidates nobody can say whose id it was, so none is proposed', () => {
    const role2 = { ...expansive, trust: trusting({ AWS: 'AROADEADDEADDEADDEADX' }) };
    const twin = roleNamed('twin', { may: [allow('sts:AssumeRole', role2.arn)] });
    expect(graphOf(role2.arn, [implicit, twin, role2]).findings.find(({ code }) => code === 'dangling-principal')?.change).toBeNull();
  });

  test('D-52: accounts, everyone, ARNs that nobody found and wildcards stand out, and what is not scanned is not called absent', () => {
    const foreign = arnOf('partner', away);
    const gone = arnOf('gone');
    const open = roleNamed('open', { trust: trusting({ AWS: [home, '*', foreign, gone, '999999999999'] }) });
    const graph = graphOf(open.arn, [open, userNamed('ada', allow('*', '*'))]);
    expect(node(graph, '*')).toMatchObject({ kind: 'everyone', marks: ['anybody in AWS'] });
    expect(node(graph, home)).toMatchObject({ kind: 'account', reading: 'known', marks: ['whole account'] });
    expect(node(graph, '999999999999')).toMatchObject({ kind: 'account', reading: 'unreadable' });
    expect(node(graph, foreign)).toMatchObject({ kind: 'unknown', reading: 'unreadable', marks: [] });
    expect(node(graph, gone)).toMatchObject({ kind: 'unknown', reading: 'absent', marks: ['does not exist'] });
    expect(edges(graph)).toContain(`arn:aws:iam::${home}:user/ada may-assume ${open.arn}: full`);
    expect(node(graph, open.arn)?.marks).toEqual(expect.arrayContaining(['trusts everyone', 'trusts a whole account']));
  });

  test('D-86: a malformed ARN in a policy marks its role', () => {
    const typo = roleNamed('typo', { may: [allow('sts:AssumeRole', 'arn:aws::iam::111122223333:role/x')] });
    expect(node(graphOf(typo.arn, [typo]), typo.arn)?.marks).toContain('malformed ARN');
  });

  test('a role that two dozen callers share shows some and counts the rest', () => {
    const callers = Array.from({ length: 24 }, (_, index) => roleNamed(`caller-${index}`));
    const shared = roleNamed('shared', { trust: trusting({ AWS: callers.map(({ arn }) => arn) }) });
    const graph = graphOf(shared.arn, [shared, ...callers], 1, []);
    expect(graph.nodes.filter(({ step }) => step === -1)).toHaveLength(12);
    expect(graph.truncated).toBe(12);
  });

  test('a service leads to the roles that trust it; a name that nothing has is null', () => {
    expect(edges(graphOf('ecs-tasks.amazonaws.com', [implicit, expansive], 1))).toEqual([
      `ecs-tasks.amazonaws.com may-assume ${implicit.arn}: conditional`,
    ]);
    expect(neighbourhood(indexPrincipals([implicit]), [], 'arn:aws:iam::1:role/none', 2)).toBeNull();
  });

  test('D-53: a session that a trust policy names is its role, in that session only', () => {
    const session = `arn:aws:sts::${home}:assumed-role/implicit/deploy`;
    const graph = graphOf(expansive.arn, [implicit, { ...expansive, trust: trusting({ AWS: session }) }]);
    expect(graph.edges.find(({ from }) => from === implicit.arn)).toMatchObject({
      state: 'conditional',
      conditions: ['only in its session deploy'],
    });
  });

  test('E1: a first role with anything beside sts:AssumeRole is a finding; without it there is none', () => {
    const codes = (role: KnownPrincipal) =>
      graphOf(role.arn, [role, expansive])
        .findings.filter(({ role: arn }) => arn === role.arn)
        .map(({ code }) => code);
    expect(codes(implicit)).toEqual([]);
    expect(codes(roleNamed('implicit', { may: [allow('sts:AssumeRole', expansive.arn), allow('s3:GetObject', '*')] }))).toEqual([
      'more-than-assume-role',
    ]);
  });

  test('a policy that was not read is a finding, and never an absence', () => {
    const unread = { ...implicit, attached: [{ name: 'shared', arn: null, document: null }] };
    const graph = graphOf(unread.arn, [unread, expansive]);
    expect(node(graph, unread.arn)?.reading).toBe('unreadable');
    expect(graph.findings.map(({ code }) => code)).toContain('policies-not-read');
  });
});
