import { AppError } from '@rolewright/shared/error.ts';
import type { DuplicateOrAssume } from '@rolewright/shared/proof/duplicate-or-assume.ts';
import { weighDuplicate } from '@rolewright/shared/proof/weigh-duplicate.ts';
import type { Context } from '../deps.ts';
import { makeChain } from '../plan/make-chain.ts';
import { planRow } from '../plan/store.ts';

/**
 * GET /api/plans/{id}/duplicate-or-assume: both options of document 001, from the plan's own snapshot (B2). Throws `not-found`, and `conflict`
 * for a plan of another recipe or one that is not whole.
 */
export async function compareOptions({ deps }: Context, id: string): Promise<DuplicateOrAssume> {
  const row = await planRow(deps.db, id);
  if (row.recipe !== 'role-chain') throw new AppError('conflict', 'This plan is no chain of roles: there is nothing to assume.');
  const options = weighDuplicate(row.snapshot, makeChain(deps, id, row.snapshot, row.inputs));
  if (options === null) {
    throw new AppError('conflict', `This plan is not whole, so that its options cannot be compared. ${row.incomplete.join(' ')}`);
  }
  return options;
}
