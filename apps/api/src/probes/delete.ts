import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { openRunOf } from './open-run.ts';
import { workloadOf } from './store.ts';

/** Takes a probe away; one that is not there is gone already, and nothing is written. Throws AppError `not-found` for the workload. */
export async function deleteProbe(ctx: Context, workloadId: string, name: string): Promise<void> {
  const { db } = ctx.deps;
  const { accountId, name: workload } = await workloadOf(db, workloadId);
  await db.transaction().execute(async (tx) => {
    const gone = await tx.deleteFrom('probe').where('workload_id', '=', workloadId).where('name', '=', name).executeTakeFirst();
    if (gone.numDeletedRows === 0n) return;
    const runId = await openRunOf(tx, workloadId);
    await recordAudit(tx, ctx, {
      action: 'probe.delete',
      target: workloadId,
      accountId,
      summary: `Deleted the probe ${name} of ${workload}${runId === null ? '' : ' while a run of it is open'}.`,
      detail: { probe: name, ...(runId === null ? {} : { runId }) },
    });
  });
}
