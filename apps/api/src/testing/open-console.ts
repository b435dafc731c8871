import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRunner } from '@rolewright/sandbox/runtime/runner.ts';
import { type RunningSandbox, startSandbox } from '@rolewright/sandbox/sandbox.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { registerFirstAccounts } from '../accounts/register-first.ts';
import { createApp } from '../app.ts';
import { workRuns } from '../apply/jobs.ts';
import { RateLimiter } from '../aws/limiter.ts';
import { parseConfig } from '../config.ts';
import type { Deps } from '../deps.ts';
import { resumeOpenScans, workScans } from '../inventory/start-scan.ts';
import { openQueue, type Queue } from '../jobs/queue.ts';
import { openLog } from '../log.ts';
import { openDeps } from '../open-deps.ts';
import { resetSandbox } from '../sandbox.ts';
import { openTestDatabase, type TestDatabase } from '../store/testing/database.ts';

export interface TestConsole {
  deps: Deps;
  database: TestDatabase;
  dataDir: string;
  sandbox: RunningSandbox;
  /** Text of every answer to `call`, for the canary. */
  answers: string[];
  /** A request with the bearer token; a body makes it a POST unless `method` says otherwise. */
  call<T>(pathname: string, options?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<Answer<T>>;
  /** The same without any token. */
  raw(pathname: string, init?: RequestInit): Promise<Response>;
  /** Sets fault rules of the sandbox (docs/sandbox.md); an empty list ends them. */
  setFaults(rules: object[]): Promise<void>;
  close(): Promise<void>;
}

export interface Answer<T> {
  status: number;
  body: T;
  text: string;
  headers: Headers;
}

export interface TestConsoleOptions {
  estate?: 'legacy' | 'empty';
  rates?: 'off' | 'published';
  timeScale?: number;
  /** Share of the published rates; far above 1 unless the rates are what is tested. */
  share?: number;
  /** false: no job is taken up. */
  works?: boolean;
  /** false: no run is taken up, so that it stays as it was started. */
  runs?: boolean;
  /** true: the sandbox' workloads run, in this process, so that there is evidence of use. */
  lives?: boolean;
}

/**
 * A console in this process for a test file: a database of its own, a sandbox over real HTTP with real SDK clients, the queue, and the app
 * behind `app.request`. The sandbox' workloads run only where `lives` asks for it.
 */
export async function openTestConsole(options: TestConsoleOptions = {}): Promise<TestConsole> {
  const { estate = 'legacy', rates = 'off', timeScale = 0.05, share = 100, works = true, runs = works, lives = false } = options;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-console-'));
  const database = await openTestDatabase();
  const sandbox = await startSandbox({
    dataDir,
    port: 0,
    version: 'test',
    settings: { timeScale, rates, estate, trueDelays: false },
    log: () => undefined,
  });
  const queue: Queue = await openQueue({ url: database.url });
  const config = parseConfig({ ROLEWRIGHT_DATA_DIR: dataDir }, dataDir);
  const token = new Secret(sandbox.token);
  const reset = () => resetSandbox(sandbox.url, token);
  const log = openLog({ dataDir, streams: [] });
  const limiter = new RateLimiter(share);
  const ownPorts: number[] = [];
  const deps = await openDeps({ config, log, db: database.db, queue, limiter, sandbox: { url: sandbox.url, token, reset }, ownPorts });
  await registerFirstAccounts(deps, undefined);
  const app = createApp(deps, path.join(dataDir, 'web'));
  if (works) await workScans(deps);
  if (runs) await workRuns(deps);
  await resumeOpenScans(deps);
  const runner = lives ? startRunner({ url: sandbox.url, token: sandbox.token }) : null;
  const answers: string[] = [];
  return {
    answers,
    deps,
    database,
    dataDir,
    sandbox,
    async call<T>(
      pathname: string,
      { method, body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
    ) {
      const response = await app.request(pathname, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          authorization: `Bearer ${deps.apiToken.reveal()}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      answers.push(text);
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, text, headers: response.headers, body: (isJson ? JSON.parse(text) : undefined) as T };
    },
    async setFaults(rules) {
      const headers = { authorization: `Bearer ${sandbox.token}` };
      const answer = await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'PUT', headers, body: JSON.stringify({ rules }) });
      if (!answer.ok) throw new Error(`fault rules were refused: ${await answer.text()}`);
    },
    raw: async (pathname, init) => await app.request(pathname, init),
    async close() {
      await runner?.stop();
      await queue.stop();
      await sandbox.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
