import { z } from 'zod';
import type { JournalEntry } from './run.ts';

/** What one look at an instance refresh saw, as the journal keeps it beside its message. */
export const refreshLook = z.object({
  refreshId: z.string(),
  /** As AWS calls it: Pending, InProgress, Baking, RollbackInProgress, … */
  status: z.string(),
  /** As AWS tells it, of its own work. */
  percent: z.number(),
  /** Instances that are where they should be, of those that stay. */
  there: z.number().int(),
  of: z.number().int(),
  /** What it works for: the new state, or the one that there was before. */
  towards: z.enum(['new', 'old']),
  /** Which instances are where they should be, and what AWS says about it. */
  says: z.string(),
});
export type RefreshLook = z.infer<typeof refreshLook>;

/** Message and data of a journal line for a look, so that what is shown never has to be read out of a sentence. */
export function lookLine(look: RefreshLook): Pick<JournalEntry, 'message' | 'data'> {
  return { message: `${look.status}, ${look.percent} %: ${look.says}`, data: { refresh: look } };
}

/** The look that a journal line tells of; null: it tells of something else. */
export function lookOf({ event, data }: Pick<JournalEntry, 'event' | 'data'>): RefreshLook | null {
  if (event !== 'waiting') return null;
  const { success, data: look } = refreshLook.safeParse(data.refresh);
  return success ? look : null;
}
