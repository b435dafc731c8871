import type { z } from 'zod';
import type { diffLine } from '../plan/step.ts';

export type DiffLine = z.infer<typeof diffLine>;

/** Unchanged lines kept around a change. */
const context = 3;

type IsSame = (left: string | undefined, right: string | undefined) => boolean;

/**
 * Line diff of two texts by longest common subsequence; unchanged stretches longer than the context are folded into one line. Lines of JSON
 * are the same when they differ in their last comma only; `isSame` says otherwise for other texts.
 */
export function diffLines(before: string[], after: string[], isSame: IsSame = isSameMember): DiffLine[] {
  return folded(walk(before, after, commonLengths(before, after, isSame), isSame));
}

/** lengths[i][j] = length of the longest common subsequence of before[i..] and after[j..]. */
function commonLengths(before: string[], after: string[], isSame: IsSame): Uint32Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i] as Uint32Array;
      const next = lengths[i + 1] as Uint32Array;
      row[j] = isSame(before[i], after[j]) ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

/** JSON has a comma after all members but the last: that a member is last no more is no change of it. */
const isSameMember: IsSame = (left, right) => withoutComma(left) === withoutComma(right);
const withoutComma = (line: string | undefined): string | undefined => (line?.endsWith(',') ? line.slice(0, -1) : line);

function walk(before: string[], after: string[], lengths: Uint32Array[], isSame: IsSame): DiffLine[] {
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && isSame(before[i], after[j])) {
      lines.push({ kind: 'same', text: after[j] ?? '', before: i + 1, after: j + 1 });
      i++;
      j++;
    } else if (i < before.length && (j === after.length || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      lines.push({ kind: 'removed', text: before[i] ?? '', before: i + 1, after: null });
      i++;
    } else {
      lines.push({ kind: 'added', text: after[j] ?? '', before: null, after: j + 1 });
      j++;
    }
  }
  return lines;
}

/** Unchanged stretches longer than the context as one line each. */
export function folded(lines: DiffLine[]): DiffLine[] {
  const keep = lines.map((_, index) => lines.slice(Math.max(0, index - context), index + context + 1).some((line) => line.kind !== 'same'));
  if (!keep.includes(true)) return lines;
  const result: DiffLine[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (keep[index]) {
      result.push(lines[index] as DiffLine);
      continue;
    }
    let end = index;
    while (end < lines.length && !keep[end]) end++;
    const count = end - index;
    result.push({ kind: 'folded', text: `${count} unchanged line${count === 1 ? '' : 's'}`, before: null, after: null });
    index = end - 1;
  }
  return result;
}
