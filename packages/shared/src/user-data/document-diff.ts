import { type DiffLine, diffLines } from '../diff/line-diff.ts';

/** Unchanged lines that stay before and after the part that differs. */
const context = 3;
/** Of so many pairs of lines a difference is still found at once. */
const mostPairs = 4_000_000;

/**
 * What differs between two documents, to the last character of each line, its line ending included. Null where they differ in so many lines
 * that no reader would follow. Lines have their numbers; what they say may be replaced by what may be shown.
 */
export function documentDiff(before: string, after: string): DiffLine[] | null {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [skipped, left] = [Math.max(0, start - context), Math.max(0, end - context)];
  const [part, other] = [old.slice(skipped, old.length - left), now.slice(skipped, now.length - left)];
  if (part.length * other.length > mostPairs) return null;
  const lines = diffLines(part, other, (one, two) => one === two).map((line) => ({
    ...line,
    before: moved(line.before, skipped),
    after: moved(line.after, skipped),
  }));
  return [...folded(skipped), ...lines, ...folded(left)];
}

/** Lines with their endings; what follows the last ending is a line where there is something. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/);
const moved = (line: number | null, by: number): number | null => (line === null ? null : line + by);
const folded = (count: number): DiffLine[] =>
  count === 0 ? [] : [{ kind: 'folded', text: `${count} unchanged line${count === 1 ? '' : 's'}`, before: null, after: null }];
