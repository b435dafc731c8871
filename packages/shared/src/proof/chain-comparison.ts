import type { AccessSide } from '../iam/bounds.ts';
import type { GainedAccess } from '../iam/compare.ts';
import type { ChainSnapshot, ComparedUser } from '../plan/chain-snapshot.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { ChainLinkPlan, RoleChainPlan } from '../plan/recipes/role-chain.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';
import type { PermissionRow } from './check.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { gainedBeyondUsers } from './gained-beyond-users.ts';
import { comparedRows, openGain } from './permission-rows.ts';

/** A role of the chain as it will be: what it has, and the document that the plan gives it. Its half of the next link is left out. */
export function linkSide({ roles }: ChainSnapshot, { links }: RoleChainPlan, link: ChainLinkPlan): AccessSide {
  const present = roles[links.indexOf(link)];
  const has = present?.state === 'known' ? present.value : null;
  const { permissions } = link;
  const given = permissions === null || permissions.isThere ? [] : [permissions];
  return {
    subject: { kind: 'role', arn: link.role.arn },
    policies: [...(has ? policiesOf(has) : []), ...given].map(({ name, document }) => ({ name, document })),
    ...(has?.boundary ? { boundary: has.boundary.document } : {}),
  };
}

/** The users whom the chain takes the place of; null: there are none, or not each could be read. */
export function comparedUsers({ compared = [] }: ChainSnapshot): PrincipalOf[] | null {
  const users = usersOf(compared);
  return users.length === 0 || users.length < compared.length ? null : users;
}

const usersOf = (compared: readonly ComparedUser[]): PrincipalOf[] =>
  compared.flatMap(({ reading }) => (reading.state === 'known' ? [reading.value] : []));

/** What the last role will be allowed beside what the old keys' users may do, action by action. */
export function chainPermissionRows(snapshot: ChainSnapshot, plan: RoleChainPlan): PermissionRow[] {
  const last = plan.links.at(-1);
  if (last === undefined) return [];
  const rows = comparedRows(usersOf(snapshot.compared ?? []), linkSide(snapshot, plan, last), () => false);
  return comparedUsers(snapshot) === null ? rows.map(openGain) : rows;
}

/** Every action of the chain's roles, compared with those users; null where there is nothing to compare with. */
export function chainGains(snapshot: ChainSnapshot, plan: RoleChainPlan): GainedAccess[] | null {
  const done = known.get(plan);
  if (done !== undefined) return done;
  const users = comparedUsers(snapshot);
  const gains = users && plan.links.flatMap((link) => gainedBeyondUsers(users, linkSide(snapshot, plan, link)));
  known.set(plan, gains);
  return gains;
}

/** A plan is of one snapshot, and comparing is dear: the claim and AWS's second opinion want the same. */
const known = new WeakMap<RoleChainPlan, GainedAccess[] | null>();

/** D-55: nothing that the chain's roles may do goes beyond the old keys' users. No claim where no user is known to compare with. */
export function chainComparisonClaims(snapshot: ChainSnapshot, plan: RoleChainPlan): Claim[] {
  const { compared = [] } = snapshot;
  if (compared.length === 0 || plan.links.length === 0) return [];
  const id = 'no-new-access';
  const claim = `The roles may do nothing that ${compared.map(({ arn }) => nameOf(arn)).join(' and ')} may not do today`;
  const users = compared.map(({ arn, from, reading }) =>
    reading.state === 'unreadable'
      ? `${arn}, ${from}: ${reading.reason}`
      : `Compared with ${arn}, ${from}${reading.state === 'absent' ? ', which is not there' : ''}.`,
  );
  const gains = chainGains(snapshot, plan);
  if (gains === null) {
    return [unknown(id, claim, users, 'Let the reader role read the user’s policies, or name another user in inputs.comparedWith.')];
  }
  const text = (row: GainedAccess) => `${row.action} on ${row.resource} (${row.policy}): ${row.why}`;
  const gained = gains.filter((row) => row.verdict === 'gained');
  const open = gains.filter((row) => row.verdict === 'unknown');
  const evidence = [...users, ...gained.map(text)];
  if (gained.length > 0) {
    const isNew = plan.links.every(({ before }) => before === null);
    const advice = 'The roles may do this and the user may not: accept it, or take it out of the document.';
    return [
      compared.some(({ isNamed }) => isNamed) && isNew
        ? fail(id, claim, evidence, 'Take these out of the document.')
        : unknown(id, claim, evidence, advice),
    ];
  }
  if (open.length > 0) return [unknown(id, claim, [...users, ...open.map(text)], 'Compare these by hand: they could not be proven.')];
  return [pass(id, claim, [...users, `${gains.length} statement${gains.length === 1 ? '' : 's'} compared, none goes beyond.`])];
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
