import { type GainedAccess, lostAccess } from '../iam/compare.ts';
import { lintPolicy } from '../iam/lint.ts';
import { execPolicy } from '../plan/exec-permissions.ts';
import { sideOfUser } from '../plan/permissions.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { gainedBeyondUsers } from './gained-beyond-users.ts';
import { knownUsers, type MoveSnapshot, type RoleMove, roleSide } from './plan-sides.ts';

/** What must hold of the role's permissions: all that the keys may do today, nothing more, nothing dangerous, within IAM's quotas. */
export function permissionClaims(snapshot: MoveSnapshot, plan: RoleMove): Claim[] {
  return [carryOverClaim(plan), sufficeClaim(snapshot, plan), noNewAccessClaim(snapshot, plan), resourcePoliciesClaim(snapshot)];
}

function carryOverClaim({ permissions }: RoleMove): Claim {
  const claim = 'The permissions can be given to a role as they are';
  const blocked = permissions.blocked.map(
    (one) => `${one.policy} (${one.from})${one.statement ? `, statement ${one.statement}` : ''}: ${one.why}`,
  );
  const linted = permissions.inline
    .filter((policy) => policy.from.startsWith('the document'))
    .flatMap((policy) => lintPolicy(policy.document, 'identity').filter((finding) => finding.severity === 'block'))
    .map((finding) => `your document, statement ${finding.statement ?? ''}: ${finding.message}`);
  const over = permissions.overQuota.map((one) => `${one.quota}: ${one.wanted} of at most ${one.limit}. ${one.advice}`);
  const unsure = permissions.unknown.map((one) => `${one.policy} (${one.from}): ${one.why}`);
  if (blocked.length + linted.length + over.length > 0) {
    const advice = 'Give a document with what the workload needs instead of carrying everything over.';
    return fail('carry-over', claim, [...blocked, ...linted, ...over], advice);
  }
  if (unsure.length > 0) return unknown('carry-over', claim, unsure, 'Look at these statements: they were left out or made stricter.');
  const count = permissions.attach.length + permissions.inline.length + permissions.create.length;
  return pass('carry-over', claim, [`${count} polic${count === 1 ? 'y' : 'ies'} to give.`]);
}

function sufficeClaim(snapshot: MoveSnapshot, plan: RoleMove): Claim {
  const claim = 'The role may do all that the keys’ users may do today';
  const users = knownUsers(snapshot);
  if (users.length < snapshot.owners.length || users.length === 0) return unknownUsers('permissions-suffice', claim, snapshot);
  const after = roleSide(snapshot, plan);
  const rows = users.flatMap((user) => lostAccess(sideOfUser(user), after));
  const lost = rows.filter((row) => row.verdict === 'lost');
  const open = rows.filter((row) => row.verdict === 'unknown');
  const text = (row: (typeof rows)[number]) => `${row.action} on ${row.resource} (${row.policy}): ${row.why}`;
  if (lost.length > 0 && plan.permissions.inline.some((policy) => policy.from.startsWith('the document'))) {
    return unknown(
      'permissions-suffice',
      claim,
      lost.map(text),
      'Your document leaves these out. Make sure that the workload does not need them.',
    );
  }
  if (lost.length > 0 && plan.permissions.isLeftOut) {
    const advice =
      'The role gets nothing by this plan. Make sure that the workload needs none of these, or reaches them over a chain of roles.';
    return unknown('permissions-suffice', claim, lost.map(text), advice);
  }
  if (lost.length > 0) return fail('permissions-suffice', claim, lost.map(text), 'Give a document that has them, or another role.');
  if (open.length > 0) return unknown('permissions-suffice', claim, open.map(text), 'Compare these by hand: they could not be proven.');
  return pass('permissions-suffice', claim, [`${rows.length} statement${rows.length === 1 ? '' : 's'} compared, each covered.`]);
}

/** What the role will be allowed, each compared with what the keys' users may do; null: not every user is known. */
export function gainsOf(snapshot: MoveSnapshot, plan: RoleMove): GainedAccess[] | null {
  const before = known.get(plan);
  if (before !== undefined) return before;
  const gains = comparedGains(snapshot, plan);
  known.set(plan, gains);
  return gains;
}

/** A plan is of one snapshot, and comparing is dear: the claim and AWS's second opinion want the same. */
const known = new WeakMap<RoleMove, GainedAccess[] | null>();

function comparedGains(snapshot: MoveSnapshot, plan: RoleMove): GainedAccess[] | null {
  const users = knownUsers(snapshot);
  if (users.length < snapshot.owners.length || users.length === 0) return null;
  return gainedBeyondUsers(users, roleSide(snapshot, plan)).filter((row) => !isExec(plan, row.policy));
}

function noNewAccessClaim(snapshot: MoveSnapshot, plan: RoleMove): Claim {
  const claim = 'The role may do nothing that the keys’ users may not do today';
  const rows = gainsOf(snapshot, plan);
  if (rows === null) return unknownUsers('no-new-access', claim, snapshot);
  const gained = rows.filter((row) => row.verdict === 'gained');
  const open = rows.filter((row) => row.verdict === 'unknown');
  const text = (row: (typeof rows)[number]) => `${row.action} on ${row.resource} (${row.policy}): ${row.why}`;
  const existed = snapshot.role.state === 'known';
  if (gained.length > 0 && existed) {
    return unknown('no-new-access', claim, gained.map(text), 'The existing role may do this already; the keys’ users may not.');
  }
  if (gained.length > 0) return fail('no-new-access', claim, gained.map(text), 'Take these out of the document.');
  if (open.length > 0) return unknown('no-new-access', claim, open.map(text), 'Compare these by hand: they could not be proven.');
  return pass('no-new-access', claim, [`${rows.length} statement${rows.length === 1 ? '' : 's'} compared, none goes beyond.`]);
}

/** The plan's own addition for ECS Exec, not a policy of the user's that happens to have the name. */
export const isExec = ({ permissions }: RoleMove, policy: string): boolean =>
  permissions.inline.some((one) => one.name === policy && one.document === execPolicy);

/** Bucket, key and queue policies that name the user cannot be listed by asking IAM (D-61). */
function resourcePoliciesClaim(snapshot: MoveSnapshot): Claim {
  const claim = 'No resource policy names the user';
  const users = knownUsers(snapshot).map((user) => user.arn);
  if (snapshot.owners.length === 0) return pass('resource-policies', claim, ['No user is replaced.']);
  return unknown(
    'resource-policies',
    claim,
    [`Policies of buckets, queues and keys that name ${users.join(', ') || 'the user'} are not visible from IAM.`],
    'Where the workload uses a bucket, queue or key whose own policy names the user, add the role to that policy first.',
  );
}

function unknownUsers(id: string, claim: string, snapshot: MoveSnapshot): Claim {
  const evidence = snapshot.owners.map(({ keyId, user }) => {
    const state = user.state === 'known' ? 'read' : user.state === 'absent' ? 'belongs to no user of this account' : user.reason;
    return `${keyId.slice(0, 4)}…${keyId.slice(-4)}: ${state}`;
  });
  const none = evidence.length === 0 ? ['No access key id was found whose user could be compared with.'] : evidence;
  return unknown(
    id,
    claim,
    none,
    'What the key may do is not known here: give a document with what the workload needs, and make sure of it.',
  );
}
