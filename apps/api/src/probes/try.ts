import { AppError } from '@rolewright/shared/error.ts';
import type { ProbeInput, ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { keepResult, probeNamed, workloadOf } from './store.ts';
import { makeProbe } from './try-parts.ts';

/** Makes a probe that is not stored yet, and says how it went. Throws AppError `not-found` for the workload. */
export async function tryProbe(ctx: Context, workloadId: string, input: ProbeInput): Promise<ProbeResult> {
  const workload = await workloadOf(ctx.deps.db, workloadId);
  const result = await makeProbe(ctx.deps, workload, { name: 'draft', version: 0, ...input }, 'try');
  await recordTry(ctx, workload, result);
  return result;
}

/** Makes a stored probe now and remembers how it went. Throws AppError `not-found` for the workload or the probe. */
export async function tryStoredProbe(ctx: Context, workloadId: string, name: string): Promise<ProbeResult> {
  const { db } = ctx.deps;
  const workload = await workloadOf(db, workloadId);
  const probe = await probeNamed(db, workloadId, name);
  if (probe === null) throw new AppError('not-found', `${workload.name} has no probe ${name}.`);
  const result = await makeProbe(ctx.deps, workload, probe, 'try');
  await keepResult(db, workloadId, result);
  await recordTry(ctx, workload, result);
  return result;
}

/** A try calls the application, which may store something: who let it be made is on record. */
async function recordTry(ctx: Context, workload: { id: string; accountId: string; name: string }, result: ProbeResult): Promise<void> {
  await recordAudit(ctx.deps.db, ctx, {
    action: 'probe.try',
    target: workload.id,
    accountId: workload.accountId,
    summary: `Tried the probe ${result.name} of ${workload.name}: ${result.verdict}.`,
    detail: { probeId: result.probeId, parts: result.parts.map(({ what, observed }) => ({ what, observed })) },
  });
}
