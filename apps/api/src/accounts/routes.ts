import { createRoute } from '@hono/zod-openapi';
import { account, accountChange, newAccount } from '@rolewright/shared/accounts/account.ts';
import { drill, drillRequest } from '@rolewright/shared/accounts/drill.ts';
import { listQuery, pageOf } from '@rolewright/shared/page.ts';
import type { Deps } from '../deps.ts';
import { contextOf, createRouter, idParam, json, jsonBody, problems } from '../http/router.ts';
import { readAccount } from './account-row.ts';
import { changeAccount, deleteAccount } from './change.ts';
import { createAccount } from './create.ts';
import { readDrill, takeDrillStep } from './drill.ts';
import { listAccounts } from './list.ts';
import { resetSandbox } from './reset-sandbox.ts';

const list = createRoute({
  method: 'get',
  path: '/api/accounts',
  summary: 'Registered accounts',
  request: { query: listQuery.omit({ state: true, keyId: true, workloadId: true }) },
  responses: { 200: json(pageOf(account), 'One page'), ...problems },
});
const create = createRoute({
  method: 'post',
  path: '/api/accounts',
  summary: 'Register an account; reads nothing of AWS yet',
  request: { body: jsonBody(newAccount) },
  responses: { 201: json(account, 'The account'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/api/accounts/{id}',
  summary: 'One account',
  request: { params: idParam },
  responses: { 200: json(account, 'The account'), ...problems },
});
const change = createRoute({
  method: 'patch',
  path: '/api/accounts/{id}',
  summary: 'Rename an account or change its Regions',
  request: { params: idParam, body: jsonBody(accountChange) },
  responses: { 200: json(account, 'The account'), ...problems },
});
const remove = createRoute({
  method: 'delete',
  path: '/api/accounts/{id}',
  summary: 'Take an account out of the console; AWS is not touched',
  request: { params: idParam },
  responses: { 204: { description: 'Gone' }, ...problems },
});
const reset = createRoute({
  method: 'post',
  path: '/api/accounts/{id}/reset-sandbox',
  summary: 'Build the sandbox anew (both of its accounts)',
  request: { params: idParam },
  responses: { 200: json(account, 'The account'), ...problems },
});

const getDrill = createRoute({
  method: 'get',
  path: '/api/accounts/{id}/drill',
  summary: 'The drill of document 003’s own order (delete the user first) in the sandbox: where it stands and what is seen',
  request: { params: idParam },
  responses: { 200: json(drill, 'The drill'), ...problems },
});
const takeStep = createRoute({
  method: 'post',
  path: '/api/accounts/{id}/drill',
  summary: 'Carry out the next step of the drill; of the sandbox only. “reset-sandbox” puts all back',
  request: { params: idParam, body: jsonBody(drillRequest) },
  responses: { 200: json(drill, 'The drill after the step'), ...problems },
});

/** Accounts: list, register, read, change, take out; drill in the sandbox and reset it. */
export function accountRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json(await listAccounts(contextOf(deps, c), c.req.valid('query')), 200))
    .openapi(create, async (c) => c.json(await createAccount(contextOf(deps, c), c.req.valid('json')), 201))
    .openapi(get, async (c) => c.json(await readAccount(deps.db, c.req.valid('param').id), 200))
    .openapi(change, async (c) => c.json(await changeAccount(contextOf(deps, c), c.req.valid('param').id, c.req.valid('json')), 200))
    .openapi(remove, async (c) => {
      await deleteAccount(contextOf(deps, c), c.req.valid('param').id);
      return c.body(null, 204);
    })
    .openapi(getDrill, async (c) => c.json(await readDrill(contextOf(deps, c), c.req.valid('param').id), 200))
    .openapi(takeStep, async (c) => c.json(await takeDrillStep(contextOf(deps, c), c.req.valid('param').id, c.req.valid('json').step), 200))
    .openapi(reset, async (c) => c.json(await resetSandbox(contextOf(deps, c), c.req.valid('param').id), 200));
}
