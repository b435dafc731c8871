import { type PolicyDocument, policySize } from '../aws/policy-document.ts';
import { defaultQuotas } from '../iam/carry-over.ts';
import type { KnownPolicy, KnownPrincipal } from '../iam/known-principal.ts';
import { defaultTrustSize, userQuotas } from '../iam/quotas.ts';
import type { ChainRoleOf, ChainSnapshot } from '../plan/chain-snapshot.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { ChainLinkPlan, RoleChainPlan } from '../plan/recipes/role-chain.ts';
import type { PolicyOf, PrincipalOf } from '../plan/snapshot.ts';
import type { AccessOption, DuplicateOrAssume } from './duplicate-or-assume.ts';
import { optionRows } from './duplicate-rows.ts';
import { grantsOf } from './grants.ts';
import { readable } from './known-caller.ts';

type Member = ChainSnapshot['target']['members'][number];

/** A policy that the caller would need itself. */
export interface WantedPolicy {
  role: Member;
  policy: PolicyOf;
  /** It can be attached to the caller as it is: AWS's own, or one of the caller's account. Otherwise a copy is written. */
  attach: boolean;
  /** The role is there already and keeps its policy: a copy is a second one. */
  stays: boolean;
}

/**
 * "Duplicate the policies" against "assume the role" of document 001 (B2), for the chain of a plan: what the caller's own policies gain either
 * way, what stands twice, and what is written. Pure; from the plan's own snapshot, so that it tells the day of the plan. Null where the plan
 * could not be made whole.
 */
export function weighDuplicate(snapshot: ChainSnapshot, plan: RoleChainPlan): DuplicateOrAssume | null {
  const [caller, ...roles] = snapshot.target.members;
  if (caller === undefined || plan.links.length === 0) return null;
  const has = snapshot.caller.reading.state === 'known' ? snapshot.caller.reading.value : null;
  const wanted = plan.links.flatMap((link, index) => wantedOf(snapshot, plan, link, index));
  const duplicate = duplicateOption(caller, has, wanted);
  const assume = assumeOption(plan, caller, has);
  const behindTheRole = plan.links
    .flatMap((link, index) => {
      const reading = snapshot.roles[index];
      const role = reading?.state === 'known' ? reading.value : null;
      const own = wanted.filter((one) => one.role.arn === link.role.arn).map(({ policy }) => known(policy, policy.name));
      return grantsOf({ ...principal(link.role, role), inline: own, attached: [], groups: [] });
    })
    .sort((one, other) => other.blast - one.blast);
  const sides = { snapshot, plan, caller, wanted, duplicate, assume };
  return {
    caller: caller.arn,
    roles: roles.map(({ arn, name, awsAccountId }) => ({ arn, name, awsAccountId })),
    duplicate,
    assume,
    behindTheRole,
    ...optionRows(sides),
    notSeen: [
      ...wanted
        .filter(({ policy }) => readable(policy.document) === null)
        .map((one) => `The policy ${named(one)} could not be read: what it allows is in neither option, and not in its size.`),
      'Policies of buckets, keys, queues and other resources are not read: they may allow more, or deny.',
      'Service control policies are not read.',
    ],
  };
}

/** Policies of the role of a link as it will be, but for its right to assume the next one, which the caller has no use for. */
function wantedOf({ roles, target }: ChainSnapshot, { links }: RoleChainPlan, link: ChainLinkPlan, index: number): WantedPolicy[] {
  const reading = roles[index];
  const there = reading?.state === 'known' ? policiesOf(reading.value) : [];
  const given = link.permissions && !link.permissions.isThere ? [{ ...link.permissions, arn: null }] : [];
  const next = links[index + 1]?.callerHalf.name;
  return [
    ...there.filter(({ name, arn }) => !(arn === null && name === next)).map((policy) => ({ policy, stays: true })),
    ...given.map(({ name, arn, document }) => ({ policy: { name, arn, document }, stays: !link.role.create })),
  ].map((one) => ({ ...one, role: link.role, attach: attachable(one.policy.arn, target.members[0]?.awsAccountId) }));
}

const named = ({ role, policy }: WantedPolicy): string => `${role.name}: ${policy.name}`;

/** A managed policy is of one account, or of AWS (`arn:aws:iam::aws:policy/…`) and then of all. */
const attachable = (arn: string | null, accountId: string | undefined): boolean =>
  arn !== null && [accountId, 'aws'].includes(arn.split(':')[4]);

function duplicateOption(caller: Member, has: PrincipalOf | null, wanted: WantedPolicy[]): AccessOption {
  const copied = wanted.filter(({ attach }) => !attach);
  const attached = wanted.filter(({ attach }) => attach);
  const inlineSize = sizeOf([...(has?.inline ?? []), ...copied.map(({ policy }) => policy)]);
  const before = principal(caller, has);
  const after = { ...before, inline: [...before.inline, ...wanted.map((one) => known(one.policy, named(one)))] };
  const lines = grantsOf(after);
  const names = new Set(wanted.map(named));
  return {
    grants: lines.filter(({ policy }) => names.has(policy)),
    blast: widest(lines),
    writes: wanted.length,
    laterWrites: wanted.length,
    copies: copied.filter(({ stays }) => stays).map(named),
    characters: sizeOf(copied.map(({ policy }) => policy)),
    quotas: [
      inlineQuota(caller, inlineSize),
      ...(attached.length === 0
        ? []
        : [
            {
              of: `managed policies of ${caller.name}`,
              used: new Set([...(has?.attached ?? []).map(({ arn }) => arn), ...attached.map(({ policy }) => policy.arn)]).size,
              limit: caller.kind === 'user' ? userQuotas.managed : defaultQuotas.managedPerRole,
            },
          ]),
    ],
  };
}

function assumeOption({ links }: RoleChainPlan, caller: Member, has: PrincipalOf | null): AccessOption {
  const [first] = links;
  const halves = links.filter(({ callerHalf }) => !callerHalf.isThere).map(({ callerHalf }) => callerHalf.document);
  const permissions = links.flatMap((link) => (link.permissions && !link.permissions.isThere ? [link.permissions.document] : []));
  const trusts = links.map(({ after }) => after);
  const half = first && !first.callerHalf.isThere ? [{ name: first.callerHalf.name, document: first.callerHalf.document }] : [];
  const before = principal(caller, has);
  const lines = grantsOf({ ...before, inline: [...before.inline, ...half.map((one) => known(one, one.name))] });
  return {
    grants: lines.filter(({ policy }) => policy === first?.callerHalf.name),
    blast: widest(lines),
    writes: halves.length + trusts.length + permissions.length,
    // A caller that comes later needs the first link alone; one pattern for many takes less (B7).
    laterWrites: 2,
    copies: [],
    characters: [...halves, ...trusts, ...permissions].reduce<number>((sum, document) => sum + policySize(document), 0),
    quotas: [
      inlineQuota(caller, sizeOf([...(has?.inline ?? []), ...half])),
      ...links.map(({ role, after, account }) => ({
        of: `trust policy of ${role.name}`,
        used: policySize(after),
        limit: account.trustSize.state === 'known' ? account.trustSize.value : defaultTrustSize,
      })),
    ],
  };
}

const inlineQuota = ({ name, kind }: Member, used: number) => ({
  of: `inline policies of ${name}`,
  used,
  limit: kind === 'user' ? userQuotas.inlineSize : defaultQuotas.inlineSize,
});

const sizeOf = (policies: readonly { document: PolicyDocument }[]): number =>
  policies.reduce((sum, { document }) => sum + policySize(document), 0);

const widest = (lines: AccessOption['grants']): number =>
  Math.max(0, ...lines.filter(({ left }) => left !== 'none').map(({ blast }) => blast));

const known = ({ document }: { document: PolicyDocument }, name: string): KnownPolicy => ({ name, arn: null, document });

/** A member of the chain as the rules of scanned principals take it; one that the plan creates has nothing yet. */
function principal(member: Member, has: PrincipalOf | ChainRoleOf | null): KnownPrincipal {
  const { arn, name, kind, awsAccountId } = member;
  return {
    kind,
    arn,
    name,
    awsAccountId,
    path: '/',
    uniqueId: '',
    tags: {},
    trust: null,
    ...(has !== null && 'trust' in has ? { uniqueId: has.uniqueId, tags: has.tags, trust: has.trust } : {}),
    inline: has?.inline ?? [],
    attached: has?.attached ?? [],
    groups: has?.groups ?? [],
    boundary: has?.boundary ?? null,
  };
}
