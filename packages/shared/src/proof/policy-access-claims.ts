import type { AccessSide } from '../iam/bounds.ts';
import { gainedAccess, lostAccess } from '../iam/compare.ts';
import { canonicalJson } from '../plan/fingerprint.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { PolicyChangePlan, PrincipalChange } from '../plan/recipes/policy-change.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';
import { type Claim, pass, unknown } from './claim.ts';
import { asksWhoCalls } from './gained-beyond-users.ts';

/** Groups that are compared, and lines of evidence that a check shows; what is past these is said to be unknown or more. */
const mostGroups = 40;
const mostLines = 40;

/** Principals whose identity policies change in the same way from the same beginning. */
export interface AccessGroup {
  changes: PrincipalChange[];
}

/** Those whose identity policies change, alike ones together, so that a policy for a thousand roles is compared once. */
export function accessGroups({ changes }: PolicyChangePlan): AccessGroup[] {
  const groups = new Map<string, AccessGroup>();
  for (const change of changes) {
    if (change.before === change.after) continue;
    const key = keyOf(change);
    const group = groups.get(key);
    if (group) group.changes.push(change);
    else groups.set(key, { changes: [change] });
  }
  return [...groups.values()];
}

/** What the comparison hangs on; who it is too, where a policy asks who calls. */
function keyOf({ principal, before, after }: PrincipalChange): string {
  const sides = [before, after].map(({ inline, attached, groups, boundary }) => ({ inline, attached, groups, boundary }));
  const text = canonicalJson([principal.kind, sides]);
  return asksWhoCalls(text) ? `${principal.arn} ${text}` : text;
}

/**
 * What the group may do then that it may not now, and the other way round (A19): two claims. Identity policies and boundary; resource
 * policies and those of the organisation are not seen. `number` from 1.
 */
export function accessClaims({ changes }: AccessGroup, number: number): Claim[] {
  const [first] = changes;
  if (first === undefined) return [];
  const who = changes.length === 1 ? first.principal.name : `${first.principal.name} and ${changes.length - 1} more`;
  const [moreId, lessId] = [`access-${number}-more`, `access-${number}-less`];
  const [more, less] = [`${who} may do nothing that it may not do today`, `${who} may do all that it may do today`];
  const names = changes.length === 1 ? [] : [`Of ${changes.map(({ principal }) => principal.name).join(', ')}:`];
  const unread = [first.before, first.after].flatMap(unreadOf);
  if (unread.length > 0 || number > mostGroups) {
    const why = unread.length > 0 ? unread : [`More than ${mostGroups} kinds of holders: not compared.`];
    return [unknown(moreId, more, [...names, ...why], compareByHand), unknown(lessId, less, [...names, ...why], compareByHand)];
  }
  const [before, after] = [sideOf(first, first.before), sideOf(first, first.after)];
  const gained = gainedAccess(before, after).filter(({ verdict }) => verdict !== 'covered');
  const lost = lostAccess(before, after).filter(({ verdict }) => verdict !== 'covered');
  return [
    rowsClaim(moreId, more, names, gained, 'Accept that it may do exactly this besides, if that is what the plan is for.'),
    rowsClaim(lessId, less, names, lost, 'Accept that it loses exactly this; make sure that nothing needs it.'),
  ];
}

const compareByHand = 'Compare the policies by hand.';

function rowsClaim(
  id: string,
  claim: string,
  names: string[],
  rows: { action: string; resource: string; policy: string; condition: string | null; why: string; verdict: string }[],
  advice: string,
): Claim {
  if (rows.length === 0) return pass(id, claim, [...names, 'Compared statement by statement; service control policies are not visible.']);
  const lines = rows.map(({ action, resource, policy, condition, why, verdict }) => {
    const when = condition === null ? '' : ` if ${condition}`;
    return `${verdict === 'unknown' ? 'Perhaps: ' : ''}${action} on ${resource}${when} (${policy}): ${why}.`;
  });
  const more = lines.length > mostLines ? [`… and ${lines.length - mostLines} more.`] : [];
  return unknown(id, claim, [...names, ...lines.slice(0, mostLines), ...more], advice);
}

function sideOf({ principal }: PrincipalChange, holder: PrincipalOf): AccessSide {
  return {
    subject: { kind: principal.kind, arn: principal.arn },
    policies: policiesOf(holder).map(({ name, document }) => ({ name, document })),
    ...(holder.boundary ? { boundary: holder.boundary.document } : {}),
  };
}

/** A policy whose text was not told is no policy that allows nothing. */
function unreadOf(holder: PrincipalOf): string[] {
  const all = [...policiesOf(holder), ...(holder.boundary ? [holder.boundary] : [])];
  return all.flatMap(({ name, document }) =>
    typeof document === 'object' && document !== null ? [] : [`The policy ${name} could not be read.`],
  );
}
