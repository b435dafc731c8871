import { setImmediate } from 'node:timers/promises';
import { AppError } from '@rolewright/shared/error.ts';
import type { RoleFixes } from '@rolewright/shared/roles/proposal.ts';
import { proposeFix } from '@rolewright/shared/roles/propose-fix.ts';
import { findingsOf } from '@rolewright/shared/roles/role-findings.ts';
import type { Context } from '../deps.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';

/**
 * GET /api/roles/{arn}/fixes: the findings of one user or role, each with the edits that mend it or why nobody but a person can. Asked for one
 * at a time: some fixes are judged over every scanned user and role. Throws `not-found`.
 */
export async function readFixes({ deps }: Context, arn: string): Promise<RoleFixes> {
  const { index } = await scannedPrincipals(deps.db);
  const principal = index.principals.get(arn);
  if (principal === undefined) throw new AppError('not-found', `No scan has found the user or role ${arn}.`);
  const rows = await deps.db.selectFrom('role').select('body').where('arn', '=', arn).execute();
  const workloads = [...new Set(rows.flatMap(({ body }) => body.workloads.map(({ name }) => name)))];
  const items: RoleFixes['items'] = [];
  for (const finding of findingsOf(index, principal)) {
    items.push({ finding, fix: proposeFix(index, principal, finding, workloads) });
    await setImmediate();
  }
  return { items };
}
