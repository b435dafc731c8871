import type { DocumentFinding, DocumentKind, ShownLine, Verdict } from './contract.ts';
import { guessKind } from './guess-kind.ts';
import { inspectText, type TextInspection } from './inspect-text.ts';
import { showLines } from './show-lines.ts';
import { without } from './unit.ts';
import { unpack } from './unpack.ts';

/** What was found in a document. */
export interface Inspection {
  /** As it was read: given or guessed. */
  kind: DocumentKind;
  verdict: Verdict;
  findings: DocumentFinding[];
  /** Only when the verdict is automatic: the document without the commands that set the key, packed as it came. Holds what else is secret. */
  rewritten?: Uint8Array;
  /** The unpacked document, masked, by line. */
  lines: ShownLine[];
  /** The same of the rewritten one. */
  rewrittenLines?: ShownLine[];
}

/**
 * Looks for static keys in user data or any other file, and takes them out where that is certain (D-68, D-69). Pure; never throws; the same
 * bytes give the same answer. `kind` is guessed where it is not given.
 */
export function inspectUserData(bytes: Uint8Array, kind: DocumentKind = guessKind(bytes)): Inspection {
  const unpacked = unpack(bytes, kind);
  const { text, problem } = unpacked;
  const isReadable = problem === null;
  const looked = inspectText(text, isReadable ? unpacked.kind : 'plain');
  if (!isReadable) return { kind, ...unreadable(looked, problem), lines: showLines(text, looked) };
  if (looked.verdict !== 'automatic') return { kind, verdict: looked.verdict, findings: looked.findings, lines: showLines(text, looked) };
  const after = without(text, looked.cuts);
  const rewritten = unpacked.pack(after);
  if (rewritten === null)
    return { kind, ...unreadable(looked, 'The document could not be packed again.'), lines: showLines(text, { ...looked, cuts: [] }) };
  const rewrittenLines = showLines(after, inspectText(after, unpacked.kind));
  return { kind, verdict: 'automatic', findings: looked.findings, rewritten, lines: showLines(text, looked), rewrittenLines };
}

/** Not read is not clean: the reason stands before whatever was seen. */
function unreadable({ findings }: TextInspection, problem: string): { verdict: 'manual'; findings: DocumentFinding[] } {
  const why = `${problem} What it holds is not known for certain: read it by hand.`;
  return { verdict: 'manual', findings: [{ line: 1, variable: null, keyId: null, why }, ...findings] };
}
