import type { JournalEntry, Run } from '@rolewright/shared/apply/run.ts';

/** What one look at an instance refresh saw. */
export interface RefreshLook {
  at: string;
  percent: number;
  /** Of the refresh, as AWS calls it: Pending, InProgress, RollbackInProgress, … */
  status: string;
  /** How many instances are new, which, and what AWS says about it. */
  says: string;
}

/** The looks at the refresh of a step in the order of time, each that differs from the one before; the newest is where it stands. */
export interface RefreshOfStep {
  stepId: string;
  title: string;
  state: Run['steps'][number]['state'];
  looks: RefreshLook[];
  /** How the step ended, in its own words; null: it goes on. */
  ended: string | null;
}

/** Instance refreshes of a run, from its journal's messages: "InProgress, 50 %: 1 of 2 instances are of …". */
export function refreshesOf({ steps, journal }: Pick<Run, 'steps' | 'journal'>): RefreshOfStep[] {
  return steps
    .filter(({ kind }) => kind === 'refresh-instances')
    .map(({ id, title, state }) => {
      const lines = journal.filter(({ stepId }) => stepId === id);
      const last = lines.findLast(({ event }) => ['intended', 'waiting', 'done', 'found', 'failed'].includes(event));
      const isOver = last !== undefined && ['done', 'found', 'failed'].includes(last.event);
      return { stepId: id, title, state, looks: lines.flatMap(lookOf), ended: isOver ? last.message : null };
    })
    .filter(({ looks }) => looks.length > 0);
}

function lookOf({ event, at, message }: JournalEntry): RefreshLook[] {
  const found = event === 'waiting' ? /^([A-Z]\w+), (\d+) %: (.*)$/s.exec(message) : null;
  return found ? [{ at, status: found[1] ?? '', percent: Number(found[2]), says: found[3] ?? '' }] : [];
}
