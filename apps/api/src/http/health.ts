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
  responses: { 200: json(status, 'Alive') },
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
        await sql`select 1`.execute(deps.db);
      } catch {
        throw new AppError('unavailable', 'The database does not answer.');
      }
      return c.json({ status: 'ok' as const }, 200);
    });
}
