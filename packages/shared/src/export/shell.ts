import { type ExportPlace, piecesOf } from './place.ts';

/** Texts and documents as bash reads them, with the script's variables in place of account, partition and Region. */
export interface Shell {
  /** One word in double quotes. */
  word(text: string): string;
  /** A document as one word, read from a here-document so that it stays legible. */
  document(document: unknown): string;
  /** The AWS CLI, as whom this step runs. */
  aws: string;
}

/** Writes for this place; `others` names the variable of each other account; a step of another account runs as its profile. */
export function shellFor(
  place: ExportPlace,
  others: ReadonlyMap<string, string>,
  externalIds: readonly string[],
  accountId: string,
): Shell {
  const withVariables = (text: string, quote: (text: string) => string): string =>
    piecesOf(text, place)
      .map((piece) => {
        if (typeof piece === 'string') return quote(piece);
        if (piece.variable === 'external-id') return `\${EXTERNAL_ID_${externalIds.indexOf(piece.masked) + 1}}`;
        if (piece.variable === 'other-account') return `\${${others.get(piece.accountId)?.toUpperCase()}}`;
        return `\${${piece.variable === 'account' ? 'ACCOUNT_ID' : piece.variable.toUpperCase()}}`;
      })
      .join('');
  const ofDocument = (value: unknown): string =>
    JSON.stringify(
      mapStrings(value, (text) => withVariables(text, marked)),
      null,
      2,
    );
  const profile = others.get(accountId)?.toUpperCase().replace('ACCOUNT', 'PROFILE');
  return {
    aws: profile === undefined ? 'aws' : `aws --profile "$${profile}"`,
    word: (text) => `"${withVariables(text, (piece) => piece.replaceAll(/[\\"$`]/g, '\\$&'))}"`,
    document: (document) => `"$(\n  cat <<JSON\n${unmarked(ofDocument(document))}\nJSON\n)"`,
  };
}

// Within a here-document `$`, a backquote and a backslash mean something. Marked before JSON.stringify, escaped after it, so that the
// script's own variables stay.
const dollar = '\uE000';
const marked = (text: string): string => text.replaceAll('$', dollar);
const unmarked = (text: string): string => text.replaceAll(/[\\`]/g, '\\$&').replaceAll(dollar, '\\$');

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]));
}
