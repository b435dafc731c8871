import { externalIdsIn } from '../iam/external-id.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { statementKeys } from '../iam/same-policy.ts';
import { statementsOf } from '../iam/trust-statements.ts';
import type { ChainRoleOf } from '../plan/chain-snapshot.ts';
import type { PolicyChangePlan, PrincipalChange } from '../plan/recipes/policy-change.ts';
import type { Assumer } from './assumer.ts';
import { type Claim, pass, unknown } from './claim.ts';
import { readable } from './known-caller.ts';

/** Lines of evidence that a check shows; how many there are is said. */
const mostLines = 60;

/** Everybody who was scanned, with those that the plan changes as they were read just now, or as they will be. */
export function principalsWith(
  scanned: readonly KnownPrincipal[],
  changes: PolicyChangePlan['changes'],
  when: 'before' | 'after',
): KnownPrincipal[] {
  const known = new Map(scanned.map((one) => [one.arn, one]));
  for (const change of changes) known.set(change.principal.arn, principalAs(change, when, known.get(change.principal.arn)));
  return [...known.values()];
}

function principalAs(
  { principal, before, after, trust }: PrincipalChange,
  when: 'before' | 'after',
  known?: KnownPrincipal,
): KnownPrincipal {
  const { inline, attached, groups, boundary } = when === 'before' ? before : after;
  const role = trust === null ? null : (before as ChainRoleOf);
  const { arn, name, kind, awsAccountId } = principal;
  return {
    kind,
    arn,
    name,
    path: role?.path ?? known?.path ?? '/',
    uniqueId: role?.uniqueId ?? known?.uniqueId ?? '',
    awsAccountId,
    tags: role?.tags ?? known?.tags ?? {},
    trust: trust?.[when] ?? null,
    inline,
    attached,
    groups,
    boundary,
  };
}

/**
 * Who may assume a role that might not before, and who may not any more, each with the reason. `before`, `after`: everybody judged over the
 * same scan. What is not known counts on both sides, and is said.
 */
export function trustClaims(
  id: string,
  { principal, trust }: Pick<PrincipalChange, 'principal' | 'trust'>,
  before: readonly Assumer[],
  after: readonly Assumer[],
  isScanned: boolean,
): Claim[] {
  const [was, will] = [new Map(before.map((one) => [one.principal, one])), new Map(after.map((one) => [one.principal, one]))];
  const rows = [...new Set([...was.keys(), ...will.keys()])]
    // A role that becomes itself gains nothing.
    .filter((name) => name !== principal.arn)
    .map((name) => ({ name, was: was.get(name), will: will.get(name) }));
  const idsOf = (when: 'before' | 'after') => new Set(trust === null ? [] : externalIdsIn(trust[when]));
  const lessOf = (one: Set<string>, other: Set<string>) => [...one].filter((mask) => !other.has(mask));
  const open = trust !== null && asksOtherwise(trust) ? rows.flatMap((row) => openLine(row.name, row.was, row.will)) : [];
  const gains = [
    ...rows.filter((row) => rank(row.will) > rank(row.was)).map(({ name, will: now }) => `${name}: ${now?.reason ?? ''}`),
    ...rows.flatMap((row) => askLine(row.name, row.was, row.will, 'no longer has to be one who')),
    ...open,
    ...lessOf(idsOf('after'), idsOf('before')).map((mask) => `Whoever knows the new external id ${mask} is let in by it.`),
  ];
  const losses = [
    ...rows
      .filter((row) => rank(row.will) < rank(row.was))
      .map(({ name, will: now }) => `${name}: ${now?.reason ?? 'The trust policy no longer names it.'}`),
    ...rows.flatMap((row) => askLine(row.name, row.will, row.was, 'from then on has to be one who')),
    ...open,
    ...lessOf(idsOf('before'), idsOf('after')).map((mask) => `Whoever knows only the external id ${mask} is refused.`),
  ];
  const counted = isScanned ? [] : [`Account ${principal.awsAccountId} was not scanned: its users and roles were not judged.`];
  const { name } = principal;
  return [
    gainClaim(`${id}-gains`, `Nobody may assume ${name} who may not today`, gains, counted, rows.length, 'gain'),
    gainClaim(`${id}-losses`, `Everybody who may assume ${name} today still may`, losses, counted, rows.length, 'lose'),
  ];
}

/** denied < not known < allowed; whom nobody names is denied. */
const rank = (one: Assumer | undefined): number => (one === undefined ? 0 : { denied: 0, unknown: 1, allowed: 2 }[one.verdict]);

/** Both are let in, or may be, and the one under conditions that the other has not. */
function askLine(name: string, more: Assumer | undefined, less: Assumer | undefined, word: string): string[] {
  if (more === undefined || more.verdict === 'denied' || less?.verdict !== more.verdict) return [];
  return more.asks.filter((ask) => !less.asks.includes(ask)).map((ask) => `${name} ${word} ${ask}.`);
}

/** What decided was not known and still is not: whoever is let in by it may be another. */
function openLine(name: string, was: Assumer | undefined, will: Assumer | undefined): string[] {
  if (was?.verdict !== 'unknown' || will?.verdict !== 'unknown') return [];
  if (was.trust.verdict !== 'unknown' && will.trust.verdict !== 'unknown') return [];
  return [`Perhaps ${name}, of which it is not known today either: ${will.reason}`];
}

/** Did statements with conditions change, on which an answer that is not known hangs? */
function asksOtherwise({ before, after }: NonNullable<PrincipalChange['trust']>): boolean {
  const [was, will] = [before, after].map((document) => {
    if (readable(document) === null) return null;
    const keys = statementKeys(document);
    return JSON.stringify(statementsOf(document).flatMap(({ Condition }, index) => (Condition === undefined ? [] : [keys[index]])));
  });
  return was === null || was !== will;
}

function gainClaim(id: string, claim: string, lines: string[], gaps: string[], judged: number, verb: 'gain' | 'lose'): Claim {
  if (lines.length === 0 && gaps.length === 0) return pass(id, claim, [`${judged} judged before and after; nobody ${verb}s.`]);
  const shown = lines.slice(0, mostLines);
  const more = lines.length > shown.length ? [`… and ${lines.length - shown.length} more.`] : [];
  const advice =
    lines.length === 0
      ? 'Scan the account, then make the plan anew.'
      : `Accept that exactly these ${verb}, if that is what the plan is for; else change it.`;
  return unknown(id, claim, [...shown, ...more, ...gaps], advice);
}
