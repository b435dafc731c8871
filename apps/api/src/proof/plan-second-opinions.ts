import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import { unreadable } from '@rolewright/shared/inventory/reading.ts';
import { sideOfUser } from '@rolewright/shared/plan/permissions.ts';
import type { PlanSnapshot } from '@rolewright/shared/plan/snapshot.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import { gainVerdict } from '@rolewright/shared/proof/gain-verdict.ts';
import { mergedPolicy } from '@rolewright/shared/proof/merged-policy.ts';
import { gainsOf, isExec } from '@rolewright/shared/proof/permission-claims.ts';
import { knownUsers, type MoveSnapshot, type RoleMove, roleSide } from '@rolewright/shared/proof/plan-sides.ts';
import { newAccessClaim } from '@rolewright/shared/proof/second-opinion-claims.ts';
import { type Simulatable, type SimulatedRow, simulationQuestions } from '@rolewright/shared/proof/simulation-questions.ts';
import { simulatorClaim } from '@rolewright/shared/proof/simulator-claim.ts';
import type { AwsPort } from '../aws/port.ts';
import { Judges } from './ask-second-opinions.ts';

type Snapshot = MoveSnapshot & Pick<PlanSnapshot, 'partition' | 'region' | 'awsAccountId'>;

/**
 * AWS's own word on a migration: the role's permissions simulated beside the user's, its policies and `trust`, where the plan makes the role, validated, its access compared with the
 * users'. At most 12 calls of the simulator, 12 validations and one comparison; mostly fewer than six in all.
 */
export async function planOpinions(
  port: AwsPort,
  snapshot: Snapshot,
  plan: RoleMove & { steps: readonly unknown[] },
  trust: PolicyDocument,
): Promise<Claim[]> {
  if (plan.steps.length === 0) return [];
  const judges = new Judges();
  const [simulated, validated, compared] = await Promise.all([
    simulateRole(judges, port, snapshot, plan),
    judges.validate(documentsOf(port, plan, trust)),
    compareAccess(judges, port, snapshot, plan),
  ]);
  return [...simulated, ...validated, ...compared];
}

async function simulateRole(judges: Judges, port: AwsPort, snapshot: Snapshot, plan: RoleMove): Promise<Claim[]> {
  const { awsAccountId } = snapshot;
  const side = roleSide(snapshot, plan);
  const questions = simulationQuestions(side, snapshot);
  if (questions.calls.length === 0 && questions.left === 0) return [];
  const exists = !plan.role.create;
  const has = snapshot.role.state === 'known' ? [...snapshot.role.value.attached, ...snapshot.role.value.inline] : [];
  const added = side.policies.map(({ document }) => document).filter((document) => !has.some((one) => one.document === document));
  const role: Simulatable = { side, exists, added, awsAccountId };
  const [user, ...others] = knownUsers(snapshot);
  const [rows, today] = await Promise.all([
    judges.simulate(port, role, questions),
    user === undefined || others.length > 0
      ? null
      : judges.simulate(port, { side: sideOfUser(user), exists: true, added: [], awsAccountId }, questions),
  ]);
  return [simulatorClaim(plan.role.name, { rows, left: questions.left, isNeeded: neededBy(today?.flatMap(rowsOf) ?? []) })];
}

const rowsOf = (reading: Awaited<ReturnType<Judges['simulate']>>[number]): SimulatedRow[] =>
  reading.state === 'known' ? reading.value : [];

/** What both judges let the user do today, the application may be doing. */
function neededBy(today: readonly SimulatedRow[]): (row: SimulatedRow) => boolean {
  const keyOf = ({ action, resource }: SimulatedRow) => `${action} ${resource}`;
  const allowed = new Set(today.filter(({ ours, aws }) => ours === 'allowed' && aws.decision === 'allowed').map(keyOf));
  return (row) => allowed.has(keyOf(row));
}

function documentsOf(port: AwsPort, { role, permissions }: RoleMove, document: PolicyDocument) {
  const trust = { port, name: `trust policy of ${role.name}`, document };
  return [
    ...[...permissions.inline, ...permissions.create].map(({ name, document }) => ({ port, name, document, kind: 'identity' as const })),
    ...(role.create ? [{ ...trust, kind: 'trust' as const }] : []),
  ];
}

/** Nothing to compare where a key's user is not known: the console's own check says so. */
async function compareAccess(judges: Judges, port: AwsPort, snapshot: Snapshot, plan: RoleMove): Promise<Claim[]> {
  const gains = gainsOf(snapshot, plan);
  if (gains === null) return [];
  const given = roleSide(snapshot, plan).policies.filter(({ name }) => !isExec(plan, name));
  const before = mergedPolicy(knownUsers(snapshot).flatMap((user) => sideOfUser(user).policies));
  const after = mergedPolicy(given);
  if (before?.policies.length === 0 || after?.policies.length === 0) return [];
  const answer =
    before === null || after === null
      ? unreadable('A policy of version 2008-10-17 holds ${, which would be a variable in one document with the others: not compared')
      : await judges.newAccess(port, before.document, after.document);
  return [newAccessClaim(gainVerdict(gains), answer, after?.policies ?? [], `${plan.role.name} compared with the keys’ users`)];
}
