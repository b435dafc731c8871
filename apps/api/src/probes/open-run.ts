import type { Db } from '../store/database.ts';

/** The run of a workload that has not come to its end, which a change of its probes concerns; null: none. */
export async function openRunOf(db: Db, workloadId: string): Promise<string | null> {
  const run = await db
    .selectFrom('run')
    .select('id')
    .where('workload_id', '=', workloadId)
    .where('state', 'not in', ['succeeded', 'rolled-back'])
    .executeTakeFirst();
  return run?.id ?? null;
}
