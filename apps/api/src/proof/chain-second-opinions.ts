import { unreadable } from '@rolewright/shared/inventory/reading.ts';
import type { ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import { policiesOf, sideOfUser } from '@rolewright/shared/plan/permissions.ts';
import type { ChainLinkPlan, RoleChainPlan } from '@rolewright/shared/plan/recipes/role-chain.ts';
import { chainGains, comparedUsers, linkSide } from '@rolewright/shared/proof/chain-comparison.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import { gainVerdict } from '@rolewright/shared/proof/gain-verdict.ts';
import { mergedPolicy } from '@rolewright/shared/proof/merged-policy.ts';
import { newAccessClaim } from '@rolewright/shared/proof/second-opinion-claims.ts';
import { type Simulatable, simulationQuestions } from '@rolewright/shared/proof/simulation-questions.ts';
import { simulatorClaim } from '@rolewright/shared/proof/simulator-claim.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { type DocumentToValidate, Judges } from './ask-second-opinions.ts';

type Ports = Map<string, AwsPort>;

/**
 * AWS's own word on a chain: the callers' halves and the roles' permissions simulated (the simulator sees no trust policy, D-57), every
 * document validated, the roles' access compared with the old keys' users. At most 14 calls of the simulator, 7 validations, 1 comparison.
 */
export async function chainOpinions(ctx: Context, snapshot: ChainSnapshot, plan: RoleChainPlan): Promise<Claim[]> {
  if (plan.links.length === 0) return [];
  const ports: Ports = new Map();
  for (const { id } of snapshot.accounts) ports.set(id, await portInAccount(ctx.deps, id, snapshot.region));
  const judges = new Judges();
  const [simulated, validated, compared] = await Promise.all([
    simulateChain(judges, ports, snapshot, plan),
    judges.validate(
      plan.links.flatMap((link) => documentsOf(portOf(ports, link.caller.accountId), portOf(ports, link.role.accountId), link)),
    ),
    compareAccess(judges, ports, snapshot, plan),
  ]);
  return [...simulated, ...validated, ...compared];
}

const portOf = (ports: Ports, accountId: string): AwsPort => {
  const port = ports.get(accountId);
  if (port === undefined) throw new Error(`the chain has no account ${accountId}`);
  return port;
};

/** What the plan gives, asked of each principal with all that it will have: all of it is needed. */
async function simulateChain(judges: Judges, ports: Ports, snapshot: ChainSnapshot, plan: RoleChainPlan): Promise<Claim[]> {
  const asked = plan.links.flatMap((link, index) => [
    ...(link.permissions === null ? [] : [{ of: roleOf(snapshot, plan, link), given: link.permissions.document, at: link.role }]),
    { of: callerOf(snapshot, plan, link, index), given: link.callerHalf.document, at: link.caller },
  ]);
  const answers = await Promise.all(
    asked.map(async ({ of, given, at }) => {
      const port = portOf(ports, at.accountId);
      const place = { partition: at.arn.split(':')[1] ?? 'aws', region: port.region, awsAccountId: at.awsAccountId };
      const questions = simulationQuestions({ subject: of.side.subject, policies: [{ name: 'what is given', document: given }] }, place);
      return { rows: await judges.simulate(port, of, questions), left: questions.left };
    }),
  );
  const rows = answers.flatMap((one) => one.rows);
  const left = answers.reduce((sum, one) => sum + one.left, 0);
  return [simulatorClaim(snapshot.target.members.map(({ name }) => name).join(', '), { rows, left, isNeeded: () => true })];
}

function roleOf(snapshot: ChainSnapshot, plan: RoleChainPlan, link: ChainLinkPlan): Simulatable {
  const { permissions, role } = link;
  const added = permissions === null || permissions.isThere ? [] : [permissions.document];
  return { side: linkSide(snapshot, plan, link), exists: !role.create, added, awsAccountId: role.awsAccountId };
}

/** Who calls, with its half of the link. */
function callerOf(snapshot: ChainSnapshot, plan: RoleChainPlan, { caller, callerHalf }: ChainLinkPlan, index: number): Simulatable {
  const reading = index === 0 ? snapshot.caller.reading : snapshot.roles[index - 1];
  const has = reading?.state === 'known' ? reading.value : null;
  const before = plan.links[index - 1]?.permissions;
  const given = before && !before.isThere ? [before.document] : [];
  const added = [...given, ...(callerHalf.isThere ? [] : [callerHalf.document])];
  const policies = [...(has ? policiesOf(has) : []), ...added.map((document) => ({ name: 'the plan', document }))];
  const side = {
    subject: { kind: caller.kind, arn: caller.arn },
    policies: policies.map(({ name, document }) => ({ name, document })),
    ...(has?.boundary ? { boundary: has.boundary.document } : {}),
  };
  return { side, exists: !caller.create, added, awsAccountId: caller.awsAccountId };
}

function documentsOf(
  callerPort: AwsPort,
  rolePort: AwsPort,
  { caller, role, callerHalf, permissions, after }: ChainLinkPlan,
): DocumentToValidate[] {
  const identity = (port: AwsPort, of: string, { name, document, isThere }: ChainLinkPlan['callerHalf']): DocumentToValidate[] =>
    isThere ? [] : [{ port, name: `${name} of ${of}`, document, kind: 'identity' }];
  return [
    ...identity(callerPort, caller.name, callerHalf),
    ...(permissions === null ? [] : identity(rolePort, role.name, permissions)),
    { port: rolePort, name: `trust policy of ${role.name}`, document: after, kind: 'trust' },
  ];
}

async function compareAccess(judges: Judges, ports: Ports, snapshot: ChainSnapshot, plan: RoleChainPlan): Promise<Claim[]> {
  const [users, gains, last] = [comparedUsers(snapshot), chainGains(snapshot, plan), plan.links.at(-1)];
  if (users === null || gains === null || last === undefined) return [];
  const before = mergedPolicy(users.flatMap((user) => sideOfUser(user).policies));
  const after = mergedPolicy(plan.links.flatMap((link) => linkSide(snapshot, plan, link).policies));
  if (before?.policies.length === 0 || after?.policies.length === 0) return [];
  const answer =
    before === null || after === null
      ? unreadable('A policy of version 2008-10-17 holds ${, which would be a variable in one document with the others: not compared')
      : await judges.newAccess(portOf(ports, last.role.accountId), before.document, after.document);
  const between = `the chain’s roles compared with ${(snapshot.compared ?? []).map(({ arn }) => arn.slice(arn.lastIndexOf('/') + 1)).join(' and ')}`;
  return [newAccessClaim(gainVerdict(gains), answer, after?.policies ?? [], between)];
}
