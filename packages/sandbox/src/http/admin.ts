import { createHash, timingSafeEqual } from 'node:crypto';
import { issueRoleCredentials } from '../auth/issue.ts';
import { drillFacts } from '../drill/facts.ts';
import { takeDrillStep } from '../drill/take.ts';
import type { Faults } from '../faults/rules.ts';
import type { HttpIn, HttpOut } from '../protocol/message.ts';
import { judgeHealth } from '../runtime/health.ts';
import { observations, recordObservations } from '../runtime/observations.ts';
import { runningProcesses } from '../runtime/running.ts';
import type { WorkloadHttp } from '../runtime/workload-http.ts';
import { runAutoScaling } from '../services/autoscaling/tick.ts';
import { runEc2 } from '../services/ec2/tick.ts';
import { runEcs } from '../services/ecs/tick.ts';
import { AwsFault } from '../services/service.ts';
import { own } from '../state/iam.ts';
import type { WallClock } from '../state/wall-clock.ts';
import type { World } from '../state/world.ts';
import {
  accessKeyIds,
  BadInput,
  clockInput,
  drillInput,
  faultsInput,
  observationFilter,
  ratesInput,
  reportsInput,
  sinceInput,
} from './admin-input.ts';
import type { TokenBuckets } from './buckets.ts';
import type { CallLog } from './call-log.ts';
import type { DenialLog } from './denial-log.ts';
import type { Invoke } from './invoke.ts';
import type { SeenOperations } from './seen-operations.ts';
import type { OwnPaths } from './server.ts';
import { snapshotOf } from './snapshot.ts';

/** What the admin API steers. */
export interface AdminParts {
  world: World;
  clock: WallClock;
  faults: Faults;
  buckets: TokenBuckets;
  calls: CallLog;
  denials: DenialLog;
  workloads: WorkloadHttp;
  operations: SeenOperations;
  /** Calls that stand in CloudTrail, as those of clients do. */
  invoke: Invoke;
  token: string;
  version: string;
  log: (message: string) => void;
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
      if (error instanceof BadInput || error instanceof SyntaxError) return problem(400, error.message);
      if (error instanceof AwsFault) return problem(409, `${error.code}: ${error.message}`);
      parts.log(`unexpected: ${(error as Error)?.stack ?? String(error)}`);
      return problem(500, 'The sandbox failed; sandbox/sandbox.log in the data directory says why.');
    }
  };
}

async function answer(parts: AdminParts, request: HttpIn, route: string): Promise<HttpOut | null> {
  const { world, clock, faults, buckets, calls, denials, operations } = parts;
  const { query } = request;
  const [name = '', argument, ...more] = route.split('/');
  if (more.length > 0 || (argument !== undefined && name !== 'credentials')) return null;
  switch (`${request.method} ${name}`) {
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
      const { aheadMs, ...settings } = clockInput(bodyOf(request));
      Object.assign(world.settings, settings);
      if (aheadMs !== undefined) clock.setAhead(aheadMs);
      // What has become due happens now.
      runEcs(world);
      runAutoScaling(world);
      runEc2(world);
      return json({ ok: true });
    }
    case 'GET rates':
      return json({ rates: world.settings.rates });
    case 'PUT rates': {
      world.settings.rates = ratesInput(bodyOf(request));
      buckets.clear();
      return json({ rates: world.settings.rates });
    }
    case 'GET faults':
      return json({ rules: faults.list() });
    case 'PUT faults':
      faults.set(faultsInput(bodyOf(request)));
      return json({ rules: faults.list() });
    case 'DELETE faults':
      faults.set([]);
      return json({ rules: [] });
    case 'GET observations':
      return json({ items: observations(world, observationFilter(query)) });
    case 'POST observations': {
      const reports = reportsInput(bodyOf(request));
      recordObservations(world, reports);
      judgeHealth(world, reports);
      return json({});
    }
    case 'GET network':
      return network(parts, query.get('account') ?? '');
    case 'GET drill':
      return drill(query.get('account') ?? '', drillFacts(world, query.get('account') ?? ''));
    case 'POST drill': {
      const { account, step } = drillInput(bodyOf(request));
      return drill(account, await takeDrillStep(world, parts.invoke, account, step));
    }
    case 'GET tasks':
      return json(runningProcesses(world));
    case 'GET calls':
      return json({ items: calls.since(sinceInput(query)) });
    case 'GET denials':
      return json({ items: denials.list() });
    case 'GET operations':
      return json(operations.of(accessKeyIds(query)));
    case 'GET snapshot':
      return json(snapshotOf(world.state));
    case 'GET credentials':
      return credentials(world, argument ?? '', query.get('account') ?? '', query.get('session') ?? 'rolewright');
    default:
      return null;
  }
}

/** In the form of the container credentials endpoint, for the console's two roles only. */
function credentials(world: World, role: string, accountId: string, session: string): HttpOut {
  if (!consoleRoles.includes(role)) return problem(404, `Credentials are given for ${consoleRoles.join(' and ')} only.`);
  if (!own(world.state.accounts, accountId)) return problem(404, `account: the sandbox has no account ${accountId}.`);
  const made = issueRoleCredentials(world, accountId, role, session);
  return json({
    RoleArn: made.roleArn,
    AccessKeyId: made.accessKeyId,
    SecretAccessKey: made.secretAccessKey,
    Token: made.sessionToken,
    Expiration: made.expiresAt,
  });
}

const drill = (account: string, facts: ReturnType<typeof drillFacts>): HttpOut =>
  facts === null ? problem(404, `account: ${account || 'none'} has not the web servers that the drill is about.`) : json(facts);

/** Where the workloads of an account answer over HTTP, and to which names. */
async function network({ world, workloads }: AdminParts, accountId: string): Promise<HttpOut> {
  if (!own(world.state.accounts, accountId)) return problem(404, `account: the sandbox has no account ${accountId}.`);
  return json(await workloads.networkOf(accountId));
}

const hosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

function isAuthorised(request: HttpIn, token: string): boolean {
  const given = createHash('sha256')
    .update(request.headers.authorization ?? '')
    .digest();
  return timingSafeEqual(given, createHash('sha256').update(`Bearer ${token}`).digest());
}

const bodyOf = (request: HttpIn): unknown => (request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8')));
const json = (value: unknown, status = 200): HttpOut => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const problem = (status: number, message: string): HttpOut => json({ message }, status);
