import { AppError } from '@rolewright/shared/error.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Probe, ProbeResult } from '@rolewright/shared/probes/probe.ts';
import type { Selectable } from 'kysely';
import type { Db } from '../store/database.ts';
import type { ProbeTable } from '../store/tables/probes.ts';

/** The workload that probes are about; throws AppError `not-found`. */
export async function workloadOf(db: Db, workloadId: string): Promise<Workload> {
  const row = await db.selectFrom('workload').select('body').where('id', '=', workloadId).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no workload ${workloadId}. It may be gone: scan again.`);
  return row.body;
}

/** Every probe of a workload, by name. */
export async function probesOf(db: Db, workloadId: string): Promise<Probe[]> {
  const rows = await db.selectFrom('probe').selectAll().where('workload_id', '=', workloadId).orderBy('name').execute();
  return rows.map(probeView);
}

/** One probe, or null. */
export async function probeNamed(db: Db, workloadId: string, name: string): Promise<Probe | null> {
  const row = await db.selectFrom('probe').selectAll().where('workload_id', '=', workloadId).where('name', '=', name).executeTakeFirst();
  return row === undefined ? null : probeView(row);
}

const probeView = (row: Selectable<ProbeTable>): Probe => ({
  name: row.name,
  workloadId: row.workload_id,
  first: row.first,
  second: row.second,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
  updatedBy: row.updated_by,
  lastResult: row.last_result,
});

/** Remembers how a probe went last, unless it was changed meanwhile. */
export async function keepResult(db: Db, workloadId: string, result: ProbeResult): Promise<void> {
  await db
    .updateTable('probe')
    .set({ last_result: JSON.stringify(result) })
    .where('workload_id', '=', workloadId)
    .where('name', '=', result.name)
    .where('version', '=', result.version)
    .execute();
}
