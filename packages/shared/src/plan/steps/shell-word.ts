/**
 * A text as one word of a POSIX shell, in single quotes where it needs any. A path of IAM may hold every printable sign, such as `$(…)`, and a
 * command line that is shown is one that somebody pastes.
 */
export const shellWord = (text: string): string => (/^[\w+=,.@:/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);

/** A JSON document as one word. */
export const shellJson = (document: unknown): string => shellWord(JSON.stringify(document));
