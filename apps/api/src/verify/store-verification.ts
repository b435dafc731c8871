import type { Verification } from '@rolewright/shared/verify/verification.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';

/** Keeps with a run what was proved of it last; whoever watches the run sees that it changed. */
export async function storeVerification(db: Db, runId: string, verification: Verification): Promise<void> {
  await db
    .updateTable('run')
    .set({ verification: JSON.stringify(verification), version: sql<number>`version + 1` })
    .where('id', '=', runId)
    .execute();
}
