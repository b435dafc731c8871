/** Where a plan is carried out: what an export must not write as a literal (C17, E14). */
export interface ExportPlace {
  partition: string;
  accountId: string;
  region: string;
  /** Accounts that the plan runs in beside its own; found wherever they stand, in the name of a bucket too. */
  others?: readonly string[];
}

/** A part of a string: as it is, or a variable of the format that is written. */
export type Piece =
  | string
  | { variable: 'partition' | 'account' | 'region' }
  | { variable: 'other-account'; accountId: string }
  | { variable: 'external-id'; masked: string };

/**
 * Cuts a string where it names the plan's partition (of an ARN), account or Region, or another account (in an ARN, or as the whole string), so
 * that each format can put its own variable there. A zone such as `us-east-1a` is not a Region and stays.
 */
export function piecesOf(text: string, place: ExportPlace): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(placePattern(place))) {
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push(variableOf(match[0], place));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** The masked external ids in a document, each once, in its order. */
export function externalIdsOf(document: unknown, place: ExportPlace): string[] {
  const named = stringsOf(document).flatMap((text) =>
    piecesOf(text, place).flatMap((piece) => (typeof piece !== 'string' && piece.variable === 'external-id' ? [piece.masked] : [])),
  );
  return [...new Set(named)];
}

/** The other accounts that a document names, each once, in the order of the document. */
export function otherAccountsOf(document: unknown, place: ExportPlace): string[] {
  const named = stringsOf(document).flatMap((text) =>
    piecesOf(text, place).flatMap((piece) => (typeof piece !== 'string' && piece.variable === 'other-account' ? [piece.accountId] : [])),
  );
  return [...new Set(named)];
}

function placePattern({ partition, accountId, region, others = [] }: ExportPlace): RegExp {
  const ofPlace = [
    `(?<=\\barn:)${partition}(?=:)`,
    ...[accountId, ...others].map((id) => `(?<!\\d)${id}(?!\\d)`),
    `(?<![a-z0-9-])${region}(?![a-z0-9-])`,
    '(?<=\\barn:[^:\\s]*:[^:\\s]*:[^:\\s]*:)\\d{12}(?=:)',
    '^\\d{12}$',
    // As iam/external-id.ts masks them.
    '(?<![\\w-])external-id-[0-9a-f]{16}(?![\\w-])',
  ];
  return new RegExp(ofPlace.join('|'), 'g');
}

function variableOf(text: string, { partition, accountId, region }: ExportPlace): Exclude<Piece, string> {
  if (text === accountId) return { variable: 'account' };
  if (text === region) return { variable: 'region' };
  if (text.startsWith('external-id-')) return { variable: 'external-id', masked: text };
  return text === partition ? { variable: 'partition' } : { variable: 'other-account', accountId: text };
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
