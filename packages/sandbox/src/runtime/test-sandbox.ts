import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInvoke, type Invoke } from '../http/invoke.ts';
import { allServices } from '../http/services.ts';
import { type RunningSandbox, startSandbox } from '../sandbox.ts';

export interface TestSandbox extends Pick<RunningSandbox, 'world' | 'url' | 'token' | 'close'> {
  /** Calls without a signature and without asking for permission. */
  invoke: Invoke;
}

/** The sandbox as it runs, on a folder of its own that goes with it; the runner is up to the test. */
export async function startTestSandbox(timeScale: number): Promise<TestSandbox> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-runtime-'));
  const settings = { timeScale, rates: 'off', estate: 'legacy', trueDelays: false } as const;
  const { world, url, token, close } = await startSandbox({ dataDir, port: 0, version: 'test', settings, log: () => undefined });
  let ended: Promise<void> | null = null;
  const end = async () => {
    await close();
    rmSync(dataDir, { recursive: true });
  };
  return {
    world,
    url,
    token,
    invoke: createInvoke(world, allServices()),
    close() {
      ended ??= end();
      return ended;
    },
  };
}
