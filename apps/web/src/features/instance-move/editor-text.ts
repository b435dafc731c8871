import { diffLines } from '@rolewright/shared/diff/line-diff.ts';
import type { ShownLine } from '@rolewright/shared/user-data/contract.ts';
import { applyLineEdits, type LineEdit } from '@rolewright/shared/user-data/line-edits.ts';

/**
 * The lines of a masked document as they are edited. Lines that look the same and are not carry their number: which of them went has to be
 * certain. A line with that mark, or with dots, is refused where it was changed.
 */
export function editorLines(lines: readonly ShownLine[]): string[] {
  const count = Map.groupBy(lines, ({ text }) => text);
  return lines.map(({ text, mark }, index) =>
    mark !== 'none' && (count.get(text)?.length ?? 0) > 1 ? `${text} ‹line ${index + 1}›` : text,
  );
}

/** The text of the editor: the lines with the edits. */
export function editorText(lines: readonly string[], edits: readonly LineEdit[]): string {
  const text = lines.map((line) => `${line}\n`).join('');
  return (applyLineEdits(text, edits) ?? text).replace(/\n$/, '');
}

/** What was done to the lines, as edits from top to bottom. */
export function editsBetween(lines: readonly string[], text: string): LineEdit[] {
  const after = text === '' ? [] : text.split('\n');
  let start = 0;
  while (start < lines.length && start < after.length && lines[start] === after[start]) start += 1;
  let end = 0;
  while (end < lines.length - start && end < after.length - start && lines.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [old, now] = [lines.slice(start, lines.length - end), after.slice(start, after.length - end)];
  const edits: LineEdit[] = [];
  let left = start;
  for (const { kind, text: line, before } of diffLines(old, now, (one, other) => one === other)) {
    if (kind === 'same') left = start + (before ?? 0);
    if (kind !== 'added' && kind !== 'removed') continue;
    const last = edits.at(-1);
    const edit = last !== undefined && last.toLine === left ? last : { fromLine: left + 1, toLine: left, lines: [] };
    if (edit !== last) edits.push(edit);
    if (kind === 'added') edit.lines.push(line);
    else edit.toLine = left += 1;
  }
  return edits;
}

/** What is wrong with typed lines before anybody is asked, by their lines in the edited text. */
export function linesRefused(edits: readonly LineEdit[], issues: readonly { path: PropertyKey[]; message: string }[]) {
  return issues.map(({ path: [edit, , index], message }) => {
    const own = edits[Number(edit)];
    const moved = edits
      .slice(0, Number(edit))
      .reduce((sum, { fromLine, toLine, lines }) => sum + lines.length - (toLine - fromLine + 1), 0);
    return { line: (own?.fromLine ?? 1) + moved + (typeof index === 'number' ? index : 0), message: `This line ${message}.` };
  });
}
