import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Database } from '../store/database.ts';
import type { Context } from '../deps.ts';

/** What happened, in the words of shared/audit/entry.ts. `detail` holds ids and facts, never a secret. */
export interface AuditFact {
  action: string;
  target: string;
  accountId: string | null;
  summary: string;
  detail?: Record<string, unknown>;
}

/**
 * Writes one audit row. Pass the transaction of the mutation itself as `db`: then there is no change without its row and no row without its
 * change.
 */
export async function recordAudit(db: Kysely<Database>, ctx: Pick<Context, 'actor' | 'requestId' | 'deps'>, fact: AuditFact): Promise<void> {
  await db
    .insertInto('audit_entry')
    .values({
      id: `audit_${randomUUID()}`,
      at: ctx.deps.now(),
      actor: ctx.actor,
      action: fact.action,
      target: fact.target,
      account_id: fact.accountId,
      summary: fact.summary,
      detail: JSON.stringify(fact.detail ?? {}),
      request_id: ctx.requestId,
    })
    .execute();
}
