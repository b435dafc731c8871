import { createRoute, z } from '@hono/zod-openapi';
import { AppError } from '@rolewright/shared/error.ts';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { createRouter, json, problems } from './router.ts';

const status = z.object({ status: z.literal('ok') });
const alive = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The process is alive',
  responses: { 200: json(status, 'Alive'), ...problems },
});
const ready = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'The database answers',
  responses: { 200: json(status, 'Ready'), ...problems },
});

/** For supervisors; open without sign-in. */
export function healthRoutes(deps: Pick<Deps, 'db'>) {
  return createRouter()
    .openapi(alive, (c) => c.json({ status: 'ok' as const }, 200))
    .openapi(ready, async (c) => {
      try {
        await withinTime(sql`select 1`.execute(deps.db));
      } catch {
        throw new AppError('unavailable', 'The database does not answer.');
      }
      return c.json({ status: 'ok' as const }, 200);
    });
}

const patienceMilliseconds = 3000;

/** A server that hangs holds its connections open and never answers; whoever watches us wants to know. */
async function withinTime(question: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), patienceMilliseconds);
  });
  await Promise.race([question, late]).finally(() => clearTimeout(timer));
}
