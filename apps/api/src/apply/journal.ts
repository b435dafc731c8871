import { type RunProgress, reduceJournal } from '@rolewright/shared/apply/reduce.ts';
import type { JournalEntry } from '@rolewright/shared/apply/run.ts';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { JournalTable } from '../store/tables/plan.ts';

/** What is written; the rest of the entry is filled in here. */
export type NewEntry = Pick<JournalEntry, 'event' | 'message'> &
  Partial<Pick<JournalEntry, 'stepId' | 'direction' | 'call' | 'data' | 'awsRequestId'>>;

/** All lines of a run's journal, oldest first. */
export async function readJournal(db: Db, runId: string): Promise<JournalEntry[]> {
  const rows = await db.selectFrom('journal').selectAll().where('run_id', '=', runId).orderBy('seq').execute();
  return rows.map(entryOf);
}

/**
 * Adds a line, and the run's new state with it, in one transaction (`db` may be one already). The run's row is locked, so that lines of two
 * processes cannot interleave. Returns the progress after it.
 */
export async function appendJournal(db: Db, runId: string, at: Date, entry: NewEntry): Promise<RunProgress> {
  const write = async (tx: Db): Promise<RunProgress> => {
    const run = await tx.selectFrom('run').select(['plan_id']).where('id', '=', runId).forUpdate().executeTakeFirstOrThrow();
    const journal = await readJournal(tx, runId);
    const plan = await tx.selectFrom('plan').select('steps').where('id', '=', run.plan_id).executeTakeFirstOrThrow();
    const direction = entry.direction ?? reduceJournal(plan.steps, journal).direction;
    const line: JournalEntry = {
      seq: (journal.at(-1)?.seq ?? 0) + 1,
      at: at.toISOString(),
      stepId: entry.stepId ?? null,
      direction,
      event: entry.event,
      call: entry.call ?? null,
      message: entry.message,
      data: entry.data ?? {},
      awsRequestId: entry.awsRequestId ?? null,
    };
    await tx.insertInto('journal').values(rowOf(runId, line)).execute();
    const progress = reduceJournal(plan.steps, [...journal, line]);
    await tx
      .updateTable('run')
      .set({ state: progress.state, finished_at: progress.finishedAt, version: sql<number>`version + 1` })
      .where('id', '=', runId)
      .execute();
    return progress;
  };
  return db.isTransaction ? write(db) : db.transaction().execute(write);
}

const rowOf = (runId: string, line: JournalEntry) => ({
  run_id: runId,
  seq: line.seq,
  at: line.at,
  step_id: line.stepId,
  direction: line.direction,
  event: line.event,
  call: line.call,
  message: line.message,
  data: JSON.stringify(line.data),
  aws_request_id: line.awsRequestId,
});

function entryOf(row: Selectable<JournalTable>): JournalEntry {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    stepId: row.step_id,
    direction: row.direction,
    event: row.event,
    call: row.call,
    message: row.message,
    data: row.data,
    awsRequestId: row.aws_request_id,
  };
}
