import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { administrators } from './auth/administrators.ts';
import { observeLastUse } from './auth/last-used.ts';
import { seedEstate } from './estate/index.ts';
import { Faults } from './faults/rules.ts';
import { adminApi } from './http/admin.ts';
import { TokenBuckets } from './http/buckets.ts';
import { CallLog } from './http/call-log.ts';
import { DenialLog } from './http/denial-log.ts';
import { createInvoke } from './http/invoke.ts';
import { SeenOperations } from './http/seen-operations.ts';
import { type SandboxServer, startServer } from './http/server.ts';
import { allServices } from './http/services.ts';
import { workloadHttp } from './runtime/workload-http.ts';
import { runAutoScaling } from './services/autoscaling/tick.ts';
import { recordCall } from './services/cloudtrail/record.ts';
import { runEc2 } from './services/ec2/tick.ts';
import { runEcs } from './services/ecs/tick.ts';
import { StateStore } from './state/store.ts';
import { wallClock } from './state/wall-clock.ts';
import type { Settings, World } from './state/world.ts';

export interface SandboxOptions {
  /** The console's data directory; the sandbox keeps to `sandbox/` in it. */
  dataDir: string;
  port: number;
  settings: Settings;
  version: string;
  log: (message: string) => void;
}

export interface RunningSandbox {
  world: World;
  url: string;
  port: number;
  token: string;
  tokenFile: string;
  close(): Promise<void>;
}

const emptyState = () => ({ version: 1 as const, accounts: {}, sessions: {}, counters: {} });

/** Starts an AWS account on loopback: loads or seeds its state, serves it, keeps it. The runner is a process of its own (main.ts). */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const folder = path.join(options.dataDir, 'sandbox');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const clock = wallClock();
  const world: World = { state: emptyState(), clock, settings: { ...options.settings }, random: randomBytes };
  const services = allServices();
  const invoke = createInvoke(world, services);
  const store = new StateStore(folder, () => world.state);
  const tokenFile = path.join(folder, 'admin-token');
  const token = tokenIn(tokenFile);
  const seed = async () => {
    world.state = { ...emptyState(), estate: world.settings.estate };
    await seedEstate(world, invoke);
    writeSecret(path.join(folder, 'aws-credentials'), profiles(world));
    store.save();
  };
  const saved = store.load();
  if (saved) world.state = saved;
  else await seed();
  runEcs(world);
  runAutoScaling(world);
  runEc2(world);

  const calls = new CallLog();
  const denials = new DenialLog();
  const operations = new SeenOperations(clock.now());
  const [faults, buckets] = [new Faults(), new TokenBuckets()];
  const observers = [recordCall, observeLastUse, calls.observe, denials.observe, operations.observe, () => store.touch()];
  const reset = async () => {
    await seed();
    operations.clear(clock.now());
    denials.clear();
  };
  const workloads = workloadHttp(world, () => ({ url: `http://127.0.0.1:${server.port}`, token }));
  const server: SandboxServer = await startServer(
    { world, services, faults, buckets, observers, log: options.log },
    adminApi({
      world,
      clock,
      faults,
      buckets,
      calls,
      denials,
      operations,
      invoke: createInvoke(world, services, observers),
      workloads,
      token,
      version: options.version,
      log: options.log,
      reset,
    }),
    options.port,
  );
  // Deployments go on without calls.
  const keeper = setInterval(() => store.touch(), 2_000).unref();
  return {
    world,
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    token,
    tokenFile,
    async close() {
      clearInterval(keeper);
      await workloads.close();
      await server.close();
      store.save();
    },
  };
}

/** Profiles for people's AWS CLI. */
function profiles(world: World): string {
  return administrators(world)
    .map(
      ({ profile, accessKeyId, secretAccessKey }) =>
        `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    )
    .join('\n');
}

function tokenIn(file: string): string {
  if (!existsSync(file)) writeSecret(file, randomBytes(32).toString('base64url'));
  return readFileSync(file, 'utf8').trim();
}

function writeSecret(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}
