import type { PolicyDocument } from '../aws/policy-document.ts';
import { type Assumed, type AssumeRoleCall, assumeRole, type ChainCaller, type ChainRole } from '../iam/assume-role.ts';
import { noMarks } from '../iam/session-marks.ts';
import { sampleSessionName } from '../iam/session-name.ts';
import type { ChainRoleOf, ChainSnapshot } from '../plan/chain-snapshot.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { ChainLinkPlan, RoleChainPlan } from '../plan/recipes/role-chain.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';

/** A chain whose policies are known: who begins, and each role with the call that is to work. */
export interface ChainState {
  caller: ChainCaller;
  links: { name: string; role: ChainRole; right: AssumeRoleCall; link: ChainLinkPlan }[];
}

/** The chain as it will stand when every step of the plan is done. */
export function plannedState(snapshot: ChainSnapshot, plan: RoleChainPlan): ChainState {
  const given = (member: number) =>
    [plan.links[member]?.callerHalf, plan.links[member - 1]?.permissions].filter((one) => one !== undefined && one !== null);
  return stateOf(snapshot, plan, (link) => link.after, given);
}

/** The chain as it stands in the snapshot; a role that is not there is trusted by nobody and trusts nobody. */
export const presentState = (snapshot: ChainSnapshot, plan: RoleChainPlan): ChainState =>
  stateOf(
    snapshot,
    plan,
    (_link, index) => {
      const role = snapshot.roles[index];
      return role?.state === 'known' ? role.value.trust : { Version: '2012-10-17', Statement: [] };
    },
    () => [],
  );

/** Walks the chain; link `varied` is called with `change`, the others rightly. Stops where a link refuses or where `varied` is reached. */
export function walkChain({ caller, links }: ChainState, varied = links.length - 1, change: Partial<AssumeRoleCall> = {}): Assumed {
  let outcome: Assumed = { session: caller, seconds: 0 };
  for (const [index, { role, right }] of links.entries()) {
    if (index > varied || 'refused' in outcome) break;
    outcome = assumeRole(outcome.session, role, index === varied ? { ...right, ...change } : right);
  }
  return outcome;
}

/** A call of one role by a role that has every right to call and is no part of the chain. */
export function callByStranger({ links }: ChainState, index: number, accountId: string): Assumed {
  const { role, right } = links[index] as ChainState['links'][number];
  const partition = role.arn.split(':')[1] ?? 'aws';
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] };
  const roleArn = `arn:${partition}:iam::${accountId}:role/SomebodyElse`;
  const stranger: ChainCaller = {
    principal: sessionOf(roleArn, accountId),
    policies: { identity: [{ name: 'every right to call', document }], scps: [] },
    principalTags: {},
    marks: noMarks,
  };
  return assumeRole(stranger, role, right);
}

type Policy = { name: string; document: PolicyDocument };

function stateOf(
  { target, caller, roles }: ChainSnapshot,
  plan: RoleChainPlan,
  trustOf: (link: ChainLinkPlan, index: number) => PolicyDocument,
  given: (member: number) => Policy[],
): ChainState {
  const [first] = target.members;
  const has = caller.reading.state === 'known' ? caller.reading.value : null;
  const arn = first?.arn ?? '';
  const accountId = first?.awsAccountId ?? '';
  return {
    caller: {
      principal: caller.kind === 'user' ? { arn, kind: 'user', accountId } : sessionOf(arn, accountId),
      policies: policiesFor(has, given(0)),
      principalTags: caller.kind === 'role' && caller.reading.state === 'known' ? caller.reading.value.tags : {},
      marks: noMarks,
    },
    links: plan.links.map((link, index) => {
      const reading = roles[index];
      const role = reading?.state === 'known' ? reading.value : null;
      return {
        name: link.role.name,
        link,
        role: { arn: link.role.arn, trust: trustOf(link, index), policies: policiesFor(role, given(index + 1)), ...factsOf(role) },
        right: rightCall(link),
      };
    }),
  };
}

const factsOf = (role: ChainRoleOf | null) =>
  role === null ? {} : { tags: role.tags, uniqueId: role.uniqueId, maxSessionDuration: role.maxSessionDuration };

function policiesFor(holder: PrincipalOf | null, given: Policy[]): ChainRole['policies'] {
  const present = holder === null ? [] : policiesOf(holder);
  const identity = [...present, ...given].map(({ name, document }) => ({ name, document }));
  return { identity, scps: [], ...(holder?.boundary ? { boundary: holder.boundary.document } : {}) };
}

function rightCall({ input, externalId }: ChainLinkPlan): AssumeRoleCall {
  const { name, tags, sourceIdentity, durationSeconds } = input.session;
  return {
    sessionName: sampleSessionName(name),
    ...(externalId === null ? {} : { externalId }),
    ...(tags === undefined ? {} : { tags }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

/** The session of a role, as a trust policy sees it. */
function sessionOf(roleArn: string, accountId: string): ChainCaller['principal'] {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { arn: `arn:${roleArn.split(':')[1]}:sts::${accountId}:assumed-role/${name}/session`, kind: 'assumed-role', accountId, roleArn };
}
