import { accountOf, roleNameOf } from '../aws/arn.ts';
import { normalisePolicy, type PolicyDocument, parsePolicy } from '../aws/policy-document.ts';
import type { ChainCaller } from '../iam/assume-role.ts';
import type { PolicyInput } from '../iam/request.ts';
import { noMarks } from '../iam/session-marks.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { RoleChainPlan } from '../plan/recipes/role-chain.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';
import { type ChainState, plannedState, walkChain } from './chain-state.ts';
import type { Missing } from './evaluate-known.ts';
import { readable, unknownKeys } from './known-caller.ts';
import { administratorOf, strangerTo } from './strangers.ts';
import type { TruthLink } from './truth-table.ts';

/**
 * The links of a planned chain, each ready for a truth table: policies as every step of the plan will leave them, roles that do not exist yet
 * included. The caller of a later link is the session that the links before it make. Empty where the plan could not be made.
 */
export function chainTruth(snapshot: ChainSnapshot, plan: RoleChainPlan): TruthLink[] {
  const after = plannedState(snapshot, plan);
  return after.links.map(({ role, right, link }, index) => {
    const caller = callerOf(after, index);
    const holder = holderOf(snapshot, index);
    const { accountId } = caller.principal;
    return {
      caller,
      role,
      call: right,
      enforces: { externalId: link.externalId !== null, sessionName: link.input.session.enforceName },
      wrong: { externalId: 'not-the-external-id', sessionName: 'not-a-name-of-this-workload' },
      another: administratorOf(role.arn, accountId),
      foreign: administratorOf(role.arn, strangerTo([accountId, link.role.awsAccountId])),
      missing: missingOf(caller, role.trust, holder),
    };
  });
}

/** Who calls the link: role1 or the user itself, later the session made before. Where that is refused, one that nothing marks. */
function callerOf(after: ChainState, index: number): ChainCaller {
  if (index === 0) return after.caller;
  const before = walkChain(after, index - 1);
  if ('session' in before) return before.session;
  const { role, right } = after.links[index - 1] as ChainState['links'][number];
  const [, partition = 'aws', , , accountId = ''] = role.arn.split(':');
  const name = role.arn.slice(role.arn.lastIndexOf('/') + 1);
  const arn = `arn:${partition}:sts::${accountId}:assumed-role/${name}/${right.sessionName}`;
  return {
    principal: { arn, kind: 'assumed-role', accountId, roleArn: role.arn },
    policies: role.policies,
    principalTags: {},
    marks: noMarks,
  };
}

function holderOf({ caller, roles }: ChainSnapshot, index: number): PrincipalOf | null {
  const reading = index === 0 ? caller.reading : roles[index - 1];
  return reading?.state === 'known' ? reading.value : null;
}

/** Condition keys that nobody knows, and policies whose text was not told. */
function missingOf({ principal, policies }: ChainCaller, trust: unknown, holder: PrincipalOf | null): Missing[] {
  const documents = [...policies.identity.map(({ document }) => document), policies.boundary, trust].filter(isDocument);
  const kind = principal.kind === 'user' ? ('user' as const) : ('role' as const);
  // The plan itself says which tags a session carries.
  const open = unknownKeys(documents, { kind, taggable: () => false }).open;
  const unread = (holder === null ? [] : policiesOf(holder)).filter(({ document }) => readable(document) === null);
  const bound = holder?.boundary && readable(holder.boundary.document) === null ? [holder.boundary.name] : [];
  return [
    ...open,
    ...unread.map(({ name }): Missing => ({ part: 'identity', why: `the policy ${name} could not be read` })),
    ...bound.map((name): Missing => ({ part: 'boundary', why: `the policy ${name} could not be read` })),
  ];
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null;
}

/** Does an Allow statement of the trust policy name this role? A path does not count: a session does not tell the one of its role. */
export function trustNames(trust: PolicyInput, roleArn: string): boolean {
  const { statements } = normalisePolicy(typeof trust === 'string' ? parsePolicy(trust) : trust);
  return statements.some(
    ({ effect, principals }) =>
      effect === 'Allow' &&
      principals !== null &&
      principals !== '*' &&
      (principals.AWS ?? []).some((one) => accountOf(one) === accountOf(roleArn) && roleNameOf(one) === roleNameOf(roleArn)),
  );
}
