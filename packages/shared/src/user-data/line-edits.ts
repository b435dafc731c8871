import { z } from 'zod';
import { whySecretTyped } from './typed-secrets.ts';

/** Lines `fromLine` to `toLine` of a document, as it is shown, make way for `lines`; `toLine` one less than `fromLine`: they come before it. */
export const lineEdit = z
  .strictObject({
    fromLine: z.number().int().min(1),
    toLine: z.number().int().min(0),
    lines: z
      .array(
        z
          .string()
          .max(2_000)
          .regex(/^[^\r\n\0]*$/, 'must be one line'),
      )
      .max(500),
  })
  .superRefine(({ fromLine, toLine, lines }, { addIssue }) => {
    if (toLine < fromLine - 1) addIssue({ code: 'custom', path: ['toLine'], message: 'must not be less than the line before fromLine' });
    for (const { index, why } of whySecretTyped(lines)) addIssue({ code: 'custom', path: ['lines', index], message: why });
  });
export type LineEdit = z.infer<typeof lineEdit>;

/** Edits of one document, from top to bottom, line numbers of the document before any of them. */
export const lineEdits = z
  .array(lineEdit)
  .max(200)
  .superRefine((edits, { addIssue }) => {
    const wrong = edits.findIndex(({ fromLine }, index) => index > 0 && fromLine <= (edits[index - 1]?.toLine ?? 0));
    if (wrong !== -1) addIssue({ code: 'custom', path: [wrong, 'fromLine'], message: 'must come after the lines of the edit before it' });
  });

/**
 * The text with the edits; nothing outside them changes. New lines end as the line that they replace, or stand before, ends. Null where the text
 * does not have the lines.
 */
export function applyLineEdits(text: string, edits: readonly LineEdit[]): string | null {
  const lines = linesOf(text);
  const usual = lines.find((line) => line.endsWith('\n'))?.endsWith('\r\n') ? '\r\n' : '\n';
  const result: string[] = [];
  let at = 0;
  for (const { fromLine, toLine, lines: typed } of edits) {
    if (fromLine - 1 < at || toLine > lines.length || fromLine > lines.length + 1) return null;
    result.push(...lines.slice(at, fromLine - 1));
    const gone = lines.slice(fromLine - 1, toLine);
    // What comes after a last line without an ending needs one before it.
    if (fromLine > lines.length && typed.length > 0 && text !== '' && !text.endsWith('\n')) result.push(usual);
    const ending = endingOf(gone[0] ?? lines[fromLine - 1]) || usual;
    const isLast = toLine === lines.length && !text.endsWith('\n');
    result.push(...typed.map((line, index) => (isLast && index === typed.length - 1 ? line : line + ending)));
    at = toLine;
  }
  return [...result, ...lines.slice(at)].join('');
}

/** Lines with their endings, as `showLines` numbers them. */
function linesOf(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  return lines.length > 1 || lines[0] !== '' ? lines : [''];
}

const endingOf = (line: string | undefined): string => /\r?\n$/.exec(line ?? '')?.[0] ?? '';
