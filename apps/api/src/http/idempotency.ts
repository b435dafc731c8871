import { createHash } from 'node:crypto';
import { AppError } from '@rolewright/shared/error.ts';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { HttpEnv } from './env.ts';

/** How long a repetition waits for the first request to be answered. */
const waitMilliseconds = 10_000;
const pollMilliseconds = 100;
const rememberedForHours = 24;
/** A claim this old belongs to a process that died before it answered. */
const abandonedAfterSeconds = 60;
/** Their answers are not to be kept; one may hold an external id, one was asked with what a person types; both do the same thing whenever they are repeated. */
const withoutKeys = new Set(['/api/sign-in', '/api/sign-out', '/api/sign-in-codes', '/api/export/delivery', '/api/plans/user-data']);

/**
 * Idempotency-Key on POST: the same key on the same route by the same actor is the same request, so it gets the first one's answer and does
 * nothing again. With another body it is refused; while the first is still at work it waits. Answers of 5xx are not kept, since repeating is
 * right then. Keys are remembered for a day.
 */
export function idempotency(deps: Pick<Deps, 'db' | 'now'>): MiddlewareHandler<HttpEnv> {
  return async function idempotent(c, next) {
    const key = c.req.header('idempotency-key');
    if (c.req.method !== 'POST' || key === undefined || withoutKeys.has(c.req.path)) return next();
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      const message = 'must be 1 to 200 visible ASCII characters';
      throw new AppError('bad-input', `Idempotency-Key: ${message}.`, { fields: [{ field: 'Idempotency-Key', message }] });
    }
    const id = { key, route: c.req.path, actor: c.get('actor') };
    const requestHash = createHash('sha256')
      .update(await c.req.text())
      .digest('hex');
    const kept = await claimOrAnswer(deps, id, requestHash);
    if (kept !== null) {
      const type = kept.status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json';
      return new Response(kept.body, {
        status: kept.status,
        headers: { 'content-type': type, 'idempotency-replayed': 'true' },
      });
    }
    await next();
    if (c.res.status >= 500) await release(deps, id);
    else await keep(deps, id, c.res.status, await c.res.clone().text());
  };
}

interface ClaimId {
  key: string;
  route: string;
  actor: string;
}

/** null: the claim is ours, go ahead. Otherwise the kept answer. */
async function claimOrAnswer(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  id: ClaimId,
  requestHash: string,
): Promise<{ status: number; body: string | null } | null> {
  const deadline = performance.now() + waitMilliseconds;
  await db
    .deleteFrom('idempotency')
    .where('created_at', '<', new Date(now().getTime() - rememberedForHours * 3_600_000))
    .execute();
  for (;;) {
    const abandoned = new Date(now().getTime() - abandonedAfterSeconds * 1000);
    const claimed = await db
      .insertInto('idempotency')
      .values({ ...id, request_hash: requestHash, status: null, body: null, created_at: now() })
      .onConflict((conflict) =>
        conflict
          .columns(['key', 'route', 'actor'])
          .doUpdateSet({ created_at: now() })
          .where('idempotency.status', 'is', null)
          .where('idempotency.created_at', '<', abandoned)
          .where('idempotency.request_hash', '=', requestHash),
      )
      .executeTakeFirst();
    if ((claimed.numInsertedOrUpdatedRows ?? 0n) === 1n) return null;
    const held = await db
      .selectFrom('idempotency')
      .select(['status', 'body', 'request_hash'])
      .where('key', '=', id.key)
      .where('route', '=', id.route)
      .where('actor', '=', id.actor)
      .executeTakeFirst();
    if (held !== undefined && held.request_hash !== requestHash) {
      throw new AppError('conflict', 'This Idempotency-Key was used for another body. Use a new key for a new request.');
    }
    if (held !== undefined && held.status !== null) return { status: held.status, body: held.body };
    if (performance.now() > deadline) {
      throw new AppError('conflict', 'The first request with this Idempotency-Key is still at work. Ask again in a moment.');
    }
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}

/** The text itself, as one JSON string: a jsonb document would come back with its members in another order. */
async function keep({ db }: Pick<Deps, 'db'>, id: ClaimId, status: number, text: string): Promise<void> {
  await db
    .updateTable('idempotency')
    .set({ status, body: text === '' ? null : JSON.stringify(text) })
    .where('key', '=', id.key)
    .where('route', '=', id.route)
    .where('actor', '=', id.actor)
    .execute();
}

async function release({ db }: Pick<Deps, 'db'>, id: ClaimId): Promise<void> {
  await db.deleteFrom('idempotency').where('key', '=', id.key).where('route', '=', id.route).where('actor', '=', id.actor).execute();
}
