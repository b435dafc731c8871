import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { aboutOwnKey } from './accounts/about-own-key.ts';
import { forgetOtherSandbox, registerFirstAccounts } from './accounts/register-first.ts';
import { createApp } from './app.ts';
import { resumeOpenRuns, workRuns } from './apply/jobs.ts';
import { issueSignInCode } from './auth/sign-in.ts';
import { RateLimiter } from './aws/limiter.ts';
import { type Config, takeConfig } from './config.ts';
import { addressOfRunning, removeConsoleFile, signInAddress, writeConsoleFile } from './console-file.ts';
import { resumeOpenScans, workScans } from './inventory/start-scan.ts';
import { openQueue } from './jobs/queue.ts';
import { Interrupted, Lifetime } from './lifetime.ts';
import { checkPort, listen } from './listen.ts';
import { openLog } from './log.ts';
import { openDeps } from './open-deps.ts';
import { startSandbox } from './sandbox.ts';
import { StartError } from './start-error.ts';
import { withStartLock } from './start-lock.ts';
import { prepareDataDir } from './store/data-dir.ts';
import { openDatabase } from './store/database.ts';
import { inPlainWords } from './store/database-problem.ts';
import { startEmbeddedPostgres } from './store/embedded-postgres.ts';
import { migrate } from './store/migrate.ts';

/** The only file that wires: configuration, database, sandbox, queue, HTTP. Prints what it does and, last, one address. */
const webFolder = path.resolve(import.meta.dirname, '../../web/dist');
const say = (sentence: string) => console.log(sentence);

const lifetime = new Lifetime();

async function start(config: Config): Promise<void> {
  const running = await addressOfRunning(config.dataDir);
  if (running !== null) {
    say(`The console is running already on this data. Open\n\n  ${running}\n`);
    return;
  }
  await checkPort(config.host, config.port);

  const log = openLog({ dataDir: config.dataDir, streams: [] });
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config));
  const db = await lifetime.begin(
    () => openDatabase(databaseUrl, (error) => log.warn({ err: error }, 'a database connection broke')),
    (opened) => opened.destroy(),
  );
  await inPlainWords(() => migrate(db));

  say('Starting the sandbox, an AWS account on this machine …');
  const sandbox = await lifetime.begin(
    () => startSandbox(config, packageJson.version),
    (started) => started.stop(),
  );
  if (sandbox.estate !== config.sandbox.estate) {
    say(`The sandbox keeps the accounts that it has (${sandbox.estate}); "Reset sandbox" in the console builds ${config.sandbox.estate}.`);
  }
  const queue = await lifetime.begin(
    () => inPlainWords(() => openQueue({ url: databaseUrl, onError: (error) => log.warn({ err: error }, 'background work failed') })),
    (opened) => opened.stop(),
  );
  const ownPorts: number[] = [];
  const deps = await openDeps({ config, log, db, queue, limiter: new RateLimiter(config.scanSharePercent / 100), sandbox, ownPorts });
  await forgetOtherSandbox(deps, sandbox.token.reveal());
  await registerFirstAccounts(deps, config.awsEndpointUrl);
  for (const sentence of await aboutOwnKey(deps)) say(sentence);

  const app = createApp(deps, webFolder);
  const { url } = await lifetime.begin(
    () => listen((request) => app.fetch(request), config.host, config.port),
    (server) => server.close(),
  );
  ownPorts.push(Number(new URL(url).port));
  await lifetime.begin(
    () => writeConsoleFile(config.dataDir, { pid: process.pid, url }),
    () => removeConsoleFile(config.dataDir),
  );
  await workScans(deps);
  await workRuns(deps);
  await resumeOpenScans(deps);
  await resumeOpenRuns(deps);
  const { code } = await issueSignInCode({ deps, actor: 'rolewright', requestId: null });
  lifetime.started();
  log.info({ url, sandbox: sandbox.url }, 'started');
  say(`The console is ready. Ctrl-C stops it. Open\n\n  ${signInAddress(url, code)}\n`);
}

async function startDatabase(config: Config) {
  say('Starting the database …');
  const server = await lifetime.begin(
    () => startEmbeddedPostgres({ dataDir: config.dataDir, say }),
    (started) => started.stop(),
  );
  return server.url;
}

try {
  const config = takeConfig();
  prepareDataDir(config.dataDir);
  lifetime.stopOnSignals(say);
  // Of two starts at once the second waits, and then finds the first one running.
  await withStartLock(path.join(config.dataDir, 'start.lock'), () => start(config));
} catch (error) {
  await lifetime.stop();
  if (error instanceof Interrupted) process.exit(0);
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
