import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { link, planChain } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Operation {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  parameters?: { name: string; in: string }[];
  security?: unknown[];
  requestBody?: object;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

let console: TestConsole;
let document: Document;
/** Ids to fill the paths with. */
let ids: Record<string, string>;
beforeAll(async () => {
  console = await openTestConsole();
  document = (await console.call<Document>('/api/openapi.json')).body;
  const account = await accountNamed(console, 'sandbox');
  const scan = await scanAccount(console, account.id);
  const { items } = (await console.call<Page<Workload>>('/api/workloads?q=limbo')).body;
  const { accountId, region, id } = items.find(({ name }) => name === 'limbo') as Workload;
  const inputs = { role: { create: { name: 'LimboTaskRole' } } };
  const body = { recipe: 'ecs-task-role', accountId, region, target: { workloadId: id }, inputs };
  const plan = (await console.call<Plan>('/api/plans', { body })).body;
  const run = await console.call<{ id: string }>(`/api/plans/${plan.id}/runs`, {
    body: { confirm: 'limbo', acknowledge: plan.toAcknowledge },
  });
  const chain = await planChain(console, { create: { name: 'role1' } }, [link('role2', { accountId: 'sandbox' })]);
  const first = async (list: string) => (await console.call<Page<Record<string, string>>>(`/api/${list}`)).body.items[0] ?? {};
  ids = {
    accounts: account.id,
    scans: scan.id,
    workloads: id,
    findings: (await first('findings')).id ?? '',
    keys: (await first('keys')).keyId ?? '',
    roles: encodeURIComponent((await first('roles')).arn ?? ''),
    plans: plan.id,
    chain: chain.id,
    runs: run.body.id,
    audit: (await first('audit')).id ?? '',
    instances: (await console.call<Page<Workload>>('/api/workloads?kind=instance')).body.items[0]?.ec2?.instanceIds[0] ?? '',
  };
});
afterAll(() => console.close());

/** What a value has that its schema does not say, or the other way round. */
function differences(value: unknown, schema: Schema, at = 'body'): string[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const found = choices.map((one) => differences(value, one, at));
    return found.some((one) => one.length === 0) ? [] : (found.sort((a, b) => a.length - b.length)[0] ?? []);
  }
  if (schema.allOf !== undefined) return schema.allOf.flatMap((one) => differences(value, one, at));
  const types = schema.type === undefined ? null : [schema.type].flat();
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
  if (types !== null && !types.includes(type) && !(type === 'integer' && types.includes('number')))
    return [`${at} is ${type}, not ${types}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${at} is ${JSON.stringify(value)}`];
  if (Array.isArray(value)) return value.flatMap((one, index) => (schema.items ? differences(one, schema.items, `${at}.${index}`) : []));
  if (typeof value !== 'object' || value === null) return [];
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  const inner = Object.entries(value).flatMap(([name, one]) => {
    const known = properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (known !== undefined) return differences(one, known, `${at}.${name}`);
    return schema.properties === undefined || additionalProperties !== undefined ? [] : [`${at}.${name} is not in the document`];
  });
  return [...missing, ...inner];
}

/** What only plans of a chain have. */
const ofChains = ['/duplicate-or-assume'];
const filled = (path: string) =>
  path.replace(/\{\w+\}/, ids[ofChains.some((end) => path.endsWith(end)) ? 'chain' : (path.split('/')[2] ?? '')] ?? '');

test('the words of the issue are all there, each with its problem document', () => {
  expect(document.openapi).toBe('3.1.0');
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(operations).toEqual(
    expect.arrayContaining(
      `GET /healthz|GET /readyz|POST /api/sign-in|GET /api/overview|GET /api/accounts|POST /api/accounts|GET /api/accounts/{id}
      |PATCH /api/accounts/{id}|DELETE /api/accounts/{id}|POST /api/accounts/{id}/scans|GET /api/scans/{id}|GET /api/scans/{id}/events
      |POST /api/scans/{id}/cancel|GET /api/findings|GET /api/workloads|GET /api/workloads/{id}|GET /api/keys|GET /api/roles|GET /api/plans
      |GET /api/runs|GET /api/audit|POST /api/plans|GET /api/plans/{id}|GET /api/plans/{id}/export|POST /api/plans/{id}/runs
      |POST /api/proof/evaluate|GET /api/runs/{id}|GET /api/runs/{id}/events|POST /api/runs/{id}/pause|POST /api/runs/{id}/resume|POST /api/runs/{id}/roll-back`
        .split('|')
        .map((one) => one.trim()),
    ),
  );
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { responses, parameters, security, requestBody }] of Object.entries(item)) {
      const name = `${method} ${path}`;
      expect(responses.default?.content, name).toHaveProperty('application/problem+json');
      const isKeyed = method === 'post' && !path.startsWith('/api/sign-');
      expect(parameters?.some((one) => one.name === 'Idempotency-Key') ?? false, name).toBe(isKeyed);
      expect(security, name).toEqual(['/healthz', '/readyz', '/api/sign-in'].includes(path) ? [] : undefined);
      if (method === 'get') expect(requestBody, name).toBeUndefined();
    }
  }
});

/** Parameters without which there is no answer, by how the path ends. */
const neededQuery = {
  '/export': '?format=cloudformation',
  '/roles/graph': '?focus=ecs-tasks.amazonaws.com',
  '/audit/sessions': '?name=i-0123456789abcdef0',
};

test('what every GET answers is what the document says, and so is each refusal', async () => {
  for (const [path, { get }] of Object.entries(document.paths)) {
    const schema = get?.responses['200']?.content?.['application/json']?.schema;
    if (get === undefined || schema === undefined) continue;
    const needed = Object.entries(neededQuery).find(([end]) => path.endsWith(end))?.[1] ?? '';
    const answer = await console.call(filled(path) + needed);
    expect(answer.status, `${path}: ${answer.text}`).toBe(200);
    expect(differences(answer.body, schema), path).toEqual([]);
    const refused = await console.call(`${filled(path)}?no-such-parameter=1`);
    expect(refused.status, path).toBe(400);
    expect(differences(refused.body, get.responses.default?.content?.['application/problem+json']?.schema ?? {}), path).toEqual([]);
  }
});

test('a stream’s events are the thing of the document', async () => {
  const path = '/api/scans/{id}/events';
  const { text } = await console.call<string>(filled(path));
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? '';
  const schema = document.paths[path]?.get?.responses['200']?.content?.['text/event-stream']?.schema;
  expect(differences(JSON.parse(data), schema as Schema)).toEqual([]);
});
