import type { Diff } from '../plan/step.ts';
import type { ShownLine } from '../user-data/contract.ts';
import type { LineEdit } from '../user-data/line-edits.ts';

/** A document as it may be shown, with a person's edits. `after`: the edited document as it may be shown, where what was typed was not judged yet. */
export function editedDiff(
  before: readonly ShownLine[],
  edits: readonly LineEdit[],
  after?: readonly ShownLine[],
): Pick<Diff, 'summary' | 'lines'> {
  const lines: Diff['lines'] = [];
  const summary: Diff['summary'] = [];
  let right = 0;
  let left = 0;
  const keep = (until: number) => {
    while (left < Math.min(until, before.length)) lines.push({ kind: 'same', text: textAt(before, left), before: ++left, after: ++right });
  };
  for (const { fromLine, toLine, lines: typed } of edits) {
    keep(fromLine - 1);
    while (left < toLine) {
      const text = textAt(before, left);
      lines.push({ kind: 'removed', text, before: ++left, after: null });
      summary.push({ kind: 'removed', path: `line ${left}`, text });
    }
    for (const one of typed) {
      const text = after === undefined ? one : textAt(after, right);
      lines.push({ kind: 'added', text, before: null, after: ++right });
      summary.push({ kind: 'added', path: `line ${right} of the edited text`, text });
    }
  }
  keep(before.length);
  return { summary, lines };
}

const textAt = (lines: readonly ShownLine[], index: number): string => lines[index]?.text ?? '';
