import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Selectable } from 'kysely';
import type { ScanTable } from '../store/tables/inventory.ts';

export const noProgress: Scan['progress'] = {
  phase: 'starting',
  seen: 0,
  toSee: 0,
  calls: 0,
  throttles: 0,
  cached: 0,
  secondsLeft: null,
  inUseKnownAt: null,
};

/** A scan as GET /api/scans/{id} gives it. */
export function scanOf(row: Selectable<ScanTable>): Scan {
  return {
    id: row.id,
    accountId: row.account_id,
    state: row.state,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    startedBy: row.started_by,
    progress: row.progress,
    coverage: row.coverage,
    error: row.error,
    version: row.version,
  };
}
