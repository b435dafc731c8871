import { createHash, timingSafeEqual } from 'node:crypto';
import { issueRoleCredentials } from '../auth/issue.ts';
import type { FaultRule, Faults } from '../faults/rules.ts';
import type { HttpIn, HttpOut } from '../protocol/message.ts';
import { observations, type Report, recordObservations } from '../runtime/observations.ts';
import { runningProcesses } from '../runtime/tasks.ts';
import type { WallClock } from '../state/wall-clock.ts';
import type { World } from '../state/world.ts';
import type { TokenBuckets } from './buckets.ts';
import type { CallLog } from './call-log.ts';
import type { OwnPaths } from './server.ts';
import { snapshotOf } from './snapshot.ts';

/** What the admin API steers. */
export interface AdminParts {
  world: World;
  clock: WallClock;
  faults: Faults;
  buckets: TokenBuckets;
  calls: CallLog;
  token: string;
  version: string;
  reset(): Promise<void>;
}

const consoleRoles = ['RolewrightReader', 'RolewrightOperator'];

/** `/_sandbox/*`: bearer token, loopback Host, JSON. `GET /_sandbox/health` alone is open. */
export function adminApi(parts: AdminParts): OwnPaths {
  return async (request, port) => {
    if (!request.path.startsWith('/_sandbox/')) return null;
    if (!hosts(port).includes(request.headers.host ?? ''))
      return problem(403, 'This Host is not the sandbox’s: use 127.0.0.1 or localhost.');
    const route = request.path.slice('/_sandbox/'.length);
    if (request.method === 'GET' && route === 'health') return json({ ok: true, version: parts.version });
    if (!isAuthorised(request, parts.token)) return problem(401, 'Send the bearer token of sandbox/admin-token in the data directory.');
    try {
      return (await answer(parts, request, route)) ?? problem(404, `The admin API has no ${request.method} ${request.path}.`);
    } catch (error) {
      return problem(400, (error as Error).message);
    }
  };
}

async function answer(parts: AdminParts, request: HttpIn, route: string): Promise<HttpOut | null> {
  const { world, clock, faults, buckets, calls } = parts;
  const { query } = request;
  switch (`${request.method} ${route.split('/')[0]}`) {
    case 'POST reset':
      await parts.reset();
      return json({ ok: true });
    case 'GET clock':
      return json({
        now: world.clock.now().toISOString(),
        aheadMs: clock.ahead(),
        timeScale: world.settings.timeScale,
        trueDelays: world.settings.trueDelays,
      });
    case 'POST clock': {
      const { aheadMs, timeScale, trueDelays } = bodyOf(request) as { aheadMs?: number; timeScale?: number; trueDelays?: boolean };
      if (aheadMs !== undefined) clock.setAhead(positive('aheadMs', aheadMs));
      if (timeScale !== undefined) world.settings.timeScale = positive('timeScale', timeScale);
      if (trueDelays !== undefined) world.settings.trueDelays = trueDelays === true;
      return json({ ok: true });
    }
    case 'GET rates':
      return json({ rates: world.settings.rates });
    case 'PUT rates': {
      const { rates } = bodyOf(request) as { rates?: string };
      if (rates !== 'published' && rates !== 'off') throw new Error('rates: must be published or off.');
      world.settings.rates = rates;
      buckets.clear();
      return json({ rates });
    }
    case 'GET faults':
      return json({ rules: faults.list() });
    case 'PUT faults':
      faults.set(rulesOf(bodyOf(request)));
      return json({ rules: faults.list() });
    case 'DELETE faults':
      faults.set([]);
      return json({ rules: [] });
    case 'GET observations':
      return json({ items: observations(world, observationFilter(query)) });
    case 'POST observations':
      recordObservations(world, (bodyOf(request) as { items: Report[] }).items);
      return json({});
    case 'GET tasks':
      return json(runningProcesses(world));
    case 'GET calls':
      return json({ items: calls.since(Number(query.get('since') ?? 0)) });
    case 'GET snapshot':
      return json(snapshotOf(world.state));
    case 'GET credentials':
      return credentials(world, route.split('/')[1] ?? '', query.get('account') ?? '', query.get('session') ?? 'rolewright');
    default:
      return null;
  }
}

/** In the form of the container credentials endpoint, for the console's two roles only. */
function credentials(world: World, role: string, accountId: string, session: string): HttpOut {
  if (!consoleRoles.includes(role)) return problem(404, `Credentials are given for ${consoleRoles.join(' and ')} only.`);
  const made = issueRoleCredentials(world, accountId, role, session);
  return json({
    RoleArn: made.roleArn,
    AccessKeyId: made.accessKeyId,
    SecretAccessKey: made.secretAccessKey,
    Token: made.sessionToken,
    Expiration: made.expiresAt,
  });
}

function observationFilter(query: URLSearchParams) {
  const since = query.get('since');
  return {
    since: since === null ? undefined : new Date(/^\d+$/.test(since) ? Number(since) : since),
    workload: query.get('workload') ?? undefined,
    cluster: query.get('cluster') ?? undefined,
    accountId: query.get('accountId') ?? undefined,
    region: query.get('region') ?? undefined,
  };
}

/** Body of PUT /_sandbox/faults: {rules: […]}; what is left out has its default. */
function rulesOf(body: unknown): FaultRule[] {
  const { rules } = body as { rules?: Partial<FaultRule>[] };
  if (!Array.isArray(rules)) throw new Error('rules: must be a list of fault rules.');
  return rules.map((rule, index) => {
    const { service = '*', operation = '*', times = null, probability = 1, seed = 1, when = 'before' } = rule;
    if (when !== 'before' && when !== 'after') throw new Error(`rules.${index}.when: must be before or after.`);
    if (rule.code === undefined && rule.latencyMs === undefined && !rule.dropAnswer) {
      throw new Error(`rules.${index}: must have a code, a latencyMs or dropAnswer.`);
    }
    return { ...rule, id: rule.id ?? String(index), service, operation, times, probability, seed, when };
  });
}

const hosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

function isAuthorised(request: HttpIn, token: string): boolean {
  const given = createHash('sha256')
    .update(request.headers.authorization ?? '')
    .digest();
  return timingSafeEqual(given, createHash('sha256').update(`Bearer ${token}`).digest());
}

function positive(name: string, value: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new Error(`${name}: must be a number, zero or more.`);
  return value;
}

const bodyOf = (request: HttpIn): unknown => (request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8')));
const json = (value: unknown, status = 200): HttpOut => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const problem = (status: number, message: string): HttpOut => json({ message }, status);
