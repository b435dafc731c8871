import { isDeepStrictEqual } from 'node:util';
import { AppError } from '@rolewright/shared/error.ts';
import { mostProbes } from '@rolewright/shared/probes/limits.ts';
import type { Probe, ProbeInput } from '@rolewright/shared/probes/probe.ts';
import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { openRunOf } from './open-run.ts';
import { probeNamed, probesOf, workloadOf } from './store.ts';

/**
 * Defines a probe, or changes it; the same again changes nothing and writes no audit row. Allowed while a run of the workload is open, since a probe may
 * itself be what is wrong: the audit names the run. Throws AppError `not-found` (workload), `bad-input` (an eleventh probe).
 */
export async function putProbe(
  ctx: Context,
  workloadId: string,
  name: string,
  input: ProbeInput,
): Promise<{ probe: Probe; isNew: boolean }> {
  const { db, now } = ctx.deps;
  const { accountId, name: workload } = await workloadOf(db, workloadId);
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`probes ${workloadId}`}))`.execute(tx);
    const before = await probeNamed(tx, workloadId, name);
    if (before !== null && isDeepStrictEqual({ first: before.first, second: before.second }, input)) return { probe: before, isNew: false };
    if (before === null && (await probesOf(tx, workloadId)).length >= mostProbes) {
      const message = `there are ${mostProbes} probes of this workload already: delete one first`;
      throw new AppError('bad-input', `name: ${message}.`, { fields: [{ field: 'name', message }] });
    }
    const values = {
      first: JSON.stringify(input.first),
      second: input.second === null ? null : JSON.stringify(input.second),
      version: (before?.version ?? 0) + 1,
      updated_at: now(),
      updated_by: ctx.actor,
      last_result: null,
    };
    await tx
      .insertInto('probe')
      .values({ workload_id: workloadId, name, account_id: accountId, ...values })
      .onConflict((conflict) => conflict.columns(['workload_id', 'name']).doUpdateSet(values))
      .execute();
    const runId = await openRunOf(tx, workloadId);
    await recordAudit(tx, ctx, {
      action: 'probe.put',
      target: workloadId,
      accountId,
      summary: `${before === null ? 'Defined' : 'Changed'} the probe ${name} of ${workload}${runId === null ? '' : ' while a run of it is open'}.`,
      detail: { probe: name, version: values.version, ...input, ...(runId === null ? {} : { runId }) },
    });
    return { probe: (await probeNamed(tx, workloadId, name)) as Probe, isNew: before === null };
  });
}
