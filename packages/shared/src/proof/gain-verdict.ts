import type { GainedAccess } from '../iam/compare.ts';

/** All rows as one: gained where one is, covered only where all are proven. */
export function gainVerdict(rows: readonly GainedAccess[]): GainedAccess['verdict'] {
  if (rows.some(({ verdict }) => verdict === 'gained')) return 'gained';
  return rows.every(({ verdict }) => verdict === 'covered') ? 'covered' : 'unknown';
}
