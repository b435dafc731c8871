import type { Context } from '../deps.ts';
import type { Db } from '../store/database.ts';

/** What happened, in the words of shared/audit/entry.ts. `detail` holds ids and facts, never a secret. */
export interface AuditFact {
  /** Verb of the house: `scan.start`, `plan.create`, … */
  action: string;
  /** Id of the thing. */
  target: string;
  accountId: string | null;
  /** One sentence for the screen. */
  summary: string;
  detail?: Record<string, unknown>;
}

/**
 * Writes one audit row. Pass the transaction of the mutation itself as `db`: then there is no change without its row and no row without its
 * change.
 */
export async function recordAudit(db: Db, ctx: Context, fact: AuditFact): Promise<void> {
  await db
    .insertInto('audit')
    .values({
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
