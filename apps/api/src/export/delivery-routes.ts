import { createRoute } from '@hono/zod-openapi';
import { deliver } from '@rolewright/shared/export/deliver.ts';
import { deliveryAnswer, deliveryRequest } from '@rolewright/shared/export/delivery.ts';
import { createRouter, json, jsonBody, problems } from '../http/router.ts';

const delivery = createRoute({
  method: 'post',
  path: '/api/export/delivery',
  summary:
    'What an application is handed to walk a chain of roles: AWS config, wrapper, secret, snippets; reads, changes and keeps nothing',
  request: { body: jsonBody(deliveryRequest) },
  responses: { 200: json(deliveryAnswer, 'Files, what to look out for, and the secret material that remains'), ...problems },
});

/** Hands a chain over. It may carry an external id, so the answer is no part of any log or table. */
export function deliveryRoutes() {
  return createRouter().openapi(delivery, (c) => c.json(deliver(c.req.valid('json')), 200));
}
