import { type ExportPlace, piecesOf } from './place.ts';
import { isSecretRef } from './source.ts';

/**
 * A document as CloudFormation writes it: `Fn::Sub` with pseudo parameters where a string names the place, a parameter where a value was
 * masked (C17). `externalIds`, masked, are the parameters ExternalId1, … What is an intrinsic function already stays, but for the branches of an Fn::If.
 */
export function cloudFormationValue(
  value: unknown,
  place: ExportPlace,
  others: ReadonlyMap<string, string>,
  externalIds: readonly string[] = [],
): unknown {
  if (typeof value === 'string') return textOf(value, place, others, externalIds);
  if (Array.isArray(value)) return value.map((item) => cloudFormationValue(item, place, others, externalIds));
  if (typeof value !== 'object' || value === null) return value;
  if (isSecretRef(value)) return { Ref: parameterName(value.$secret) };
  const entries = Object.entries(value);
  if (entries.length === 1 && /^(Ref|Fn::(?!If)\w+)$/.test(entries[0]?.[0] ?? '')) return value;
  return Object.fromEntries(entries.map(([key, item]) => [key, cloudFormationValue(item, place, others, externalIds)]));
}

/** `bot_SLACK_TOKEN` → `BotSLACKTOKEN`: parameters and logical ids are alphanumeric. */
export const parameterName = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((part) => part[0]?.toUpperCase() + part.slice(1))
    .join('');

function textOf(text: string, place: ExportPlace, others: ReadonlyMap<string, string>, externalIds: readonly string[]): unknown {
  const pieces = piecesOf(text, place);
  if (pieces.every((piece) => typeof piece === 'string')) return text;
  const names = { account: 'AWS::AccountId', partition: 'AWS::Partition', region: 'AWS::Region' };
  const parts = pieces.map((piece) => {
    // A policy's own variable, such as aws:username, is not for Fn::Sub.
    if (typeof piece === 'string') return piece.replaceAll('${', '${!');
    if (piece.variable === 'external-id') return `\${ExternalId${externalIds.indexOf(piece.masked) + 1}}`;
    if (piece.variable === 'other-account') return `\${${parameterName(others.get(piece.accountId) ?? '')}}`;
    return `\${${names[piece.variable]}}`;
  });
  const [only, ...more] = pieces;
  if (more.length === 0 && typeof only === 'object') return { Ref: parts[0]?.slice(2, -1) };
  return { 'Fn::Sub': parts.join('') };
}
