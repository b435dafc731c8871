import { createRoute, z } from '@hono/zod-openapi';
import { accessKey } from '@rolewright/shared/keys/access-key.ts';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, json, problems } from '../http/router.ts';
import { listKeys, readKey } from './list.ts';

const list = createRoute({
  method: 'get',
  path: '/api/keys',
  summary: 'Access keys that were found; those in use in most places first',
  request: { query: listQuery },
  responses: { 200: json(pageOf(accessKey), 'One page'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/api/keys/{keyId}',
  summary: 'One access key: owner, last use, places',
  request: { params: z.object({ keyId: z.string().min(1).max(128) }) },
  responses: { 200: json(accessKey, 'The key'), ...problems },
});
/** Found access keys. */
export function keyRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json(await listKeys(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(get, async (c) => c.json(await readKey(contextOf(deps, c), c.req.valid('param').keyId), 200));
}
