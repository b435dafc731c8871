import '../../lib/zod-without-eval.ts';
import { lookOf, type RefreshLook } from '@rolewright/shared/apply/refresh-look.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';

/** A look with its time. */
export type TimedLook = RefreshLook & { seq: number; at: string };

/** The looks at the refresh of a step in the order of time, each that differs from the one before; the newest is where it stands. */
export interface RefreshOfStep {
  stepId: string;
  title: string;
  state: Run['steps'][number]['state'];
  looks: TimedLook[];
  /** How the step ended, in its own words; null: it goes on. */
  ended: string | null;
}

/** Instance refreshes of a run, from what its journal keeps of each look. */
export function refreshesOf({ steps, journal }: Pick<Run, 'steps' | 'journal'>): RefreshOfStep[] {
  return steps
    .filter(({ kind }) => kind === 'refresh-instances')
    .map(({ id, title, state }) => {
      const lines = journal.filter(({ stepId }) => stepId === id);
      const last = lines.findLast(({ event }) => ['intended', 'waiting', 'done', 'found', 'failed'].includes(event));
      const isOver = last !== undefined && ['done', 'found', 'failed'].includes(last.event);
      const looks = lines.flatMap((line) => {
        const look = lookOf(line);
        return look === null ? [] : [{ ...look, seq: line.seq, at: line.at }];
      });
      return { stepId: id, title, state, looks, ended: isOver ? last.message : null };
    })
    .filter(({ looks }) => looks.length > 0);
}
