import { touchedPrincipals } from '@rolewright/shared/plan/touched-principals.ts';
import { sql } from 'kysely';
import type { ScanSession } from './scan-session.ts';

/**
 * A scan reads IAM first and writes what it read last, which for a long history is much later. Users and roles that runs changed in between
 * would fall back to what they were, and those that were undone would come back: they are read once more.
 */
export async function rereadChanged({ deps, accountId }: ScanSession, since: Date): Promise<void> {
  const plans = await deps.db
    .selectFrom('plan')
    .select(['account_id', 'steps'])
    .where(
      sql<boolean>`exists (select from run join journal on journal.run_id = run.id where run.plan_id = plan.id and journal.at >= ${since})`,
    )
    .execute();
  const touched = plans
    .flatMap(({ account_id, steps }) => touchedPrincipals(steps, account_id))
    .filter((one) => one.accountId === accountId);
  await deps.refreshPrincipals([...new Map(touched.map((one) => [`${one.kind} ${one.name}`, one])).values()]);
}
