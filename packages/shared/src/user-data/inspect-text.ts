import { credentialRoleOf } from '../aws/credential-role.ts';
import { isKeyId } from '../aws/key-id.ts';
import type { DocumentFinding, DocumentKind, Verdict } from './contract.ts';
import { isSameRest } from './same-rest.ts';
import type { Range } from './shell/syntax.ts';
import { findUse } from './shell/uses.ts';
import { credentialSpots, type Spot } from './spots.ts';
import { blanked, contains, lineOf, type Removable, type Unit, without } from './unit.ts';
import { unitsOf } from './units.ts';
import { goesByItself, goesWithTheRest, isHalf, whySpot } from './words.ts';

/** What a text holds, and what of it goes when the verdict is automatic. */
export interface TextInspection {
  verdict: Verdict;
  findings: DocumentFinding[];
  spots: Spot[];
  cuts: Range[];
}

interface Found {
  at: number;
  variable: string | null;
  keyId: string | null;
  /** null where it goes by itself. */
  why: string | null;
}

/**
 * Judges a text of a kind: clean, automatic or manual, by the contract of contract.ts. Automatic only when every credential lies in a command
 * that can go, each pair is whole, nothing uses what goes, and the text without those commands was read again and is clean and otherwise
 * the same.
 */
export function inspectText(text: string, kind: DocumentKind): TextInspection {
  const units = unitsOf(text, kind);
  const spots = credentialSpots(text);
  const removable = units.flatMap((unit) => unit.removable);
  const found = [...obstaclesIn(units), ...spotsLeft(spots, units, removable), ...setIn(units)].sort((a, b) => a.at - b.at);
  const cuts = merged(removable.map((one) => one.cut));
  const manual = found.some(({ why }) => why !== null);
  const stop = manual || removable.length === 0 ? null : whyNotRewritten(text, kind, units, cuts);
  const verdict = found.length === 0 ? 'clean' : manual || stop !== null ? 'manual' : 'automatic';
  const findings = found.map(({ at, variable, keyId, why }) => ({
    line: lineOf(text, at),
    variable,
    keyId: keyId ?? companionOf(at, variable, found),
    why: why ?? stop ?? (verdict === 'automatic' ? goesByItself(variable) : goesWithTheRest),
  }));
  return { verdict, findings, spots, cuts: verdict === 'automatic' ? cuts : [] };
}

function obstaclesIn(units: Unit[]): Found[] {
  return units.flatMap((unit) => unit.obstacles.map((one) => ({ ...one })));
}

/** Credentials that lie outside every command that can go, and were not named as obstacles. */
function spotsLeft(spots: Spot[], units: Unit[], removable: Removable[]): Found[] {
  return spots.flatMap((spot) => {
    if (removable.some((one) => contains(one, spot))) return [];
    const unit = units.find((one) => contains(one, spot));
    const isNamed = unit?.obstacles.some(
      (one) => one.at <= spot.start && spot.start - one.at < 200 && (spot.variable === null || one.variable === spot.variable),
    );
    return isNamed ? [] : [{ at: spot.start, variable: spot.variable, keyId: spot.keyId, why: whySpot(spot, unit) }];
  });
}

/** What goes by itself, unless its unit has a problem or its pair is not whole. */
function setIn(units: Unit[]): Found[] {
  return units.flatMap((unit) => {
    const settings = unit.removable.flatMap((one) => one.settings);
    const has = (role: string) => settings.some(({ name }) => credentialRoleOf(name) === role);
    const isByHand = unit.obstacles.some(({ variable }) => ['id', 'secret'].includes(credentialRoleOf(variable ?? '') ?? ''));
    const why = unit.problem ?? (has('id') && has('secret') ? null : isByHand ? goesWithTheRest : isHalf);
    return settings.map(({ name, value, at }) => ({ at, variable: name, keyId: isKeyId(value) ? value : null, why }));
  });
}

/** Why nothing may go although each command could: it would be noticed, or what is left is not what it should be. */
function whyNotRewritten(text: string, kind: DocumentKind, units: Unit[], cuts: Range[]): string | null {
  const settings = units.flatMap((unit) => unit.removable.flatMap((one) => one.settings));
  const comments = units.flatMap((unit) => unit.comments);
  const rest = blanked(text, [...cuts, ...comments]);
  const use = findUse(rest, [...new Set(settings.map(({ name }) => name))], kind !== 'powershell');
  if (use !== null) return `Line ${lineOf(text, use.at)}: ${use.what}, and would find nothing any more. Change both by hand.`;
  const after = without(text, cuts);
  const isLeft = settings.some(({ value }) => value !== '' && after.includes(value));
  if (isLeft) return 'The same value stands in another place of the document. Take both out by hand.';
  if (inspectText(after, kind).verdict !== 'clean' || !isSameRest(text, after, cuts, kind)) {
    return 'Without this command the rest of the document would be read in another way. Edit it by hand.';
  }
  return null;
}

/** The id that a secret belongs to: the nearest one. Null for what is an id's own variable. */
function companionOf(at: number, variable: string | null, found: Found[]): string | null {
  if (variable !== null && credentialRoleOf(variable) === 'id') return null;
  const ids = found.filter((one) => one.keyId !== null).toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
  return ids[0]?.keyId ?? null;
}

/** Ranges in their order, those that overlap or touch as one. */
function merged(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
