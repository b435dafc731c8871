import type { DocumentFinding, ShownLine, Verdict } from './contract.ts';
import { guessKind, kindByStart } from './guess-kind.ts';
import { inspectText, type TextInspection } from './inspect-text.ts';
import { applyLineEdits, type LineEdit } from './line-edits.ts';
import { showLines } from './show-lines.ts';
import { unitsOf } from './units.ts';
import { unpack } from './unpack.ts';

/** EC2 takes user data of so many bytes before base64 (D-67). */
const mostBytes = 16_384;

/** A document after a person's edits, judged as any other. */
export interface EditedDocument {
  verdict: Verdict;
  /** Of the edited document, by its own lines. */
  findings: DocumentFinding[];
  /** The edited document, masked. */
  lines: ShownLine[];
  /** Why it cannot be used, each with the line of the edited document, where it is about one. */
  problems: { line: number | null; message: string }[];
  /** What nobody but a person can judge; to be known before it is used. */
  doubts: string[];
  /** Only where it is clean and has no problem: packed as it came, parts that were not edited byte by byte. Holds what else is secret. */
  bytes?: Uint8Array;
}

/** Why a document cannot be edited here; null where it can. */
export const whyNotEditable = (bytes: Uint8Array): string | null => unpack(bytes, guessKind(bytes)).problem;

/** Edits of user data, applied and judged. Pure; never throws. Nothing outside the edited lines changes (D-68, D-69). */
export function editDocument(document: Uint8Array, edits: readonly LineEdit[]): EditedDocument {
  const { text, kind, problem, pack } = unpack(document, guessKind(document));
  const after = problem === null ? applyLineEdits(text, edits) : text;
  if (problem !== null || after === null) {
    const message = problem === null ? 'The document does not have these lines.' : `${problem} It has to be edited by hand.`;
    return { ...judged(text, inspectText(text, 'plain')), verdict: 'manual', problems: [{ line: null, message }], doubts: [] };
  }
  const looked = inspectText(after, kind);
  const shown = judged(after, looked);
  const packed = pack(after);
  const problems = [
    ...secretsTyped(edits, shown.lines),
    ...(packed === null ? [{ line: null, message: 'A boundary or a header of the MIME message is broken: put it back.' }] : []),
    ...(packed !== null && packed.length > mostBytes
      ? [{ line: null, message: `It has ${packed.length.toLocaleString('en')} bytes; EC2 takes 16,384.` }]
      : []),
    ...(kindByStart(after) === kindByStart(text) || after === ''
      ? []
      : [
          {
            line: 1,
            message: 'It begins otherwise than before, so that the machine would take it for something else. Put the first line back.',
          },
        ]),
  ];
  const result = { ...shown, problems, doubts: doubtsOf(text, after, kind, shown.lines) };
  return looked.verdict === 'clean' && problems.length === 0 && packed !== null ? { ...result, bytes: packed } : result;
}

const judged = (text: string, looked: TextInspection): Pick<EditedDocument, 'verdict' | 'findings' | 'lines'> => ({
  verdict: looked.verdict,
  findings: looked.findings,
  lines: showLines(text, { ...looked, cuts: [] }),
});

/** Beside what else the document holds, a typed line may turn out to be part of a secret. */
function secretsTyped(edits: readonly LineEdit[], lines: readonly ShownLine[]): EditedDocument['problems'] {
  let moved = 0;
  return edits.flatMap(({ fromLine, toLine, lines: typed }) => {
    const first = fromLine + moved;
    moved += typed.length - (toLine - fromLine + 1);
    const message = 'This line looks as if it held a key or another secret, or a part of one. What is typed is kept in the plan.';
    return typed.flatMap((line, index) => ((lines[first - 1 + index]?.text ?? '') === line ? [] : [{ line: first + index, message }]));
  });
}

function doubtsOf(before: string, after: string, kind: Parameters<typeof inspectText>[1], lines: readonly ShownLine[]): string[] {
  const masked = lines.flatMap(({ mark }, index) => (mark === 'masked' ? [index + 1] : []));
  const names = new Set(inspectText(before, kind).findings.flatMap(({ variable }) => variable ?? []));
  const named = [...names].flatMap((name) => {
    const line = after.split('\n').findIndex((one) => new RegExp(`(?<![A-Za-z0-9_])${escaped(name)}(?![A-Za-z0-9_])`).test(one));
    return line === -1 ? [] : [`Line ${line + 1} still names ${name}, which held the key: see that it works without it.`];
  });
  const problemOf = (text: string) => unitsOf(text, kind).find(({ problem }) => problem !== null)?.problem ?? null;
  const broken = problemOf(before) === null ? problemOf(after) : null;
  return [
    ...(broken === null ? [] : [`It can no longer be read for certain: ${broken}`]),
    ...named,
    ...(masked.length === 0
      ? []
      : [`${numbered(masked)} other values that look secret. They stay as they are; whether they are wanted is not judged.`]),
  ];
}

const numbered = (lines: readonly number[]): string =>
  lines.length === 1 ? `Line ${lines[0]} holds` : `Lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)} hold`;
const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
