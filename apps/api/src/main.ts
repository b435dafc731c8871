import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { forgetOtherSandbox, registerFirstAccounts } from './accounts/register-first.ts';
import { createApp } from './app.ts';
import { resumeOpenRuns, workRuns } from './apply/jobs.ts';
import { issueSignInCode } from './auth/sign-in.ts';
import { RateLimiter } from './aws/limiter.ts';
import { type Config, ConfigError, takeConfig } from './config.ts';
import { addressOfRunning, removeConsoleFile, signInAddress, writeConsoleFile } from './console-file.ts';
import { resumeOpenScans, workScans } from './inventory/start-scan.ts';
import { openQueue } from './jobs/queue.ts';
import { checkPort, listen } from './listen.ts';
import { openLog } from './log.ts';
import { openDeps } from './open-deps.ts';
import { startSandbox } from './sandbox.ts';
import { StartError } from './start-error.ts';
import { prepareDataDir } from './store/data-dir.ts';
import { openDatabase } from './store/database.ts';
import { startEmbeddedPostgres } from './store/embedded-postgres.ts';
import { migrate } from './store/migrate.ts';

/** The only file that wires: configuration, database, sandbox, queue, HTTP. Prints what it does and, last, one address. */
const webFolder = path.resolve(import.meta.dirname, '../../web/dist');
const say = (sentence: string) => console.log(sentence);

/** What has been started, to be stopped in the opposite order. */
const stops: (() => Promise<void>)[] = [];
let stopping: Promise<void> | null = null;

async function stopAll(): Promise<void> {
  for (const stop of stops.reverse()) await stop().catch((error: Error) => console.error(`While stopping: ${error.message}`));
}

function stopOn(signal: NodeJS.Signals): void {
  process.on(signal, () => {
    if (stopping !== null) return;
    say('Stopping …');
    stopping = stopAll().then(() => process.exit(0));
  });
}

async function start(config: Config): Promise<void> {
  prepareDataDir(config.dataDir);
  const running = await addressOfRunning(config.dataDir);
  if (running !== null) {
    say(`The console is running already on this data. Open\n\n  ${running}\n`);
    return;
  }
  await checkPort(config.host, config.port);
  stopOn('SIGINT');
  stopOn('SIGTERM');

  const log = openLog({ dataDir: config.dataDir, streams: [] });
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config));
  const db = openDatabase(databaseUrl, (error) => log.warn({ err: error }, 'a database connection broke'));
  stops.push(() => db.destroy());
  await migrate(db);

  say('Starting the sandbox, an AWS account on this machine …');
  const sandbox = await startSandbox(config, packageJson.version);
  stops.push(() => sandbox.stop());

  const queue = await openQueue({ url: databaseUrl, onError: (error) => log.warn({ err: error }, 'background work failed') });
  stops.push(() => queue.stop());
  const deps = await openDeps({ config, log, db, queue, limiter: new RateLimiter(config.scanSharePercent / 100), sandbox });
  await forgetOtherSandbox(deps, sandbox.token.reveal());
  await registerFirstAccounts(deps, config.awsEndpointUrl);

  const app = createApp(deps, webFolder);
  const { url, close } = await listen((request) => app.fetch(request), config.host, config.port);
  stops.push(close);
  writeConsoleFile(config.dataDir, { pid: process.pid, url });
  stops.push(async () => removeConsoleFile(config.dataDir));

  await workScans(deps);
  await workRuns(deps);
  await resumeOpenScans(deps);
  await resumeOpenRuns(deps);
  const { code } = await issueSignInCode({ deps, actor: 'rolewright', requestId: null });
  log.info({ url, sandbox: sandbox.url }, 'started');
  say(`The console is ready. Ctrl-C stops it. Open\n\n  ${signInAddress(url, code)}\n`);
}

async function startDatabase(config: Config) {
  say('Starting the database …');
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, say });
  stops.push(() => server.stop());
  return server.url;
}

try {
  await start(takeConfig());
} catch (error) {
  const isPlain = error instanceof ConfigError || error instanceof StartError;
  console.error(isPlain ? error.message : error);
  await stopAll();
  process.exit(1);
}
