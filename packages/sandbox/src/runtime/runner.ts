import { makeCall } from './call.ts';
import { credentialsOf } from './process-credentials.ts';
import { sandboxClient } from './sandbox-client.ts';
import { newTally } from './tally.ts';
import type { RunningProcess, RunningProcesses } from './workload.ts';

interface Loop {
  process: RunningProcess;
  next: number;
  timer: NodeJS.Timeout;
}

/**
 * Runs every process of the sandbox: asks twice a second what runs, and for each makes its calls one after the other, about one a second
 * (× time scale, at least a quarter of a second apart), spread by chance. Only what the program itself would have seen counts: no call of a task that has
 * stopped meanwhile, none that a restart of the sandbox swallowed.
 */
export function startRunner({ url, token }: { url: string; token: string }): { stop(): Promise<void> } {
  const client = sandboxClient(url, token);
  const tally = newTally();
  const loops = new Map<string, Loop>();
  let scale = 1;
  /** How far the sandbox's clock is ahead of this one. */
  let ahead = 0;
  const credentials = credentialsOf(
    client,
    () => Date.now() + ahead,
    () => 100 * scale,
  );
  let stopped = false;

  const interval = () => Math.max(250, 1000 * scale) * (0.8 + 0.4 * Math.random());

  async function poll(): Promise<boolean> {
    const answer = await client.ask('/_sandbox/tasks');
    if (answer?.status !== 200 || stopped) return false;
    const running = JSON.parse(answer.body) as RunningProcesses;
    scale = running.timeScale;
    ahead = Date.parse(running.now) - Date.now();
    const ids = new Set(running.processes.map(({ id }) => id));
    for (const [id, loop] of loops) {
      if (ids.has(id)) continue;
      clearTimeout(loop.timer);
      loops.delete(id);
    }
    for (const process of running.processes) {
      const loop = loops.get(process.id);
      if (loop) loop.process = process;
      else if (process.calls.length > 0) begin(process);
    }
    return true;
  }

  function begin(process: RunningProcess): void {
    const loop: Loop = { process, next: 0, timer: setTimeout(() => beat(loop), interval() * Math.random()) };
    loops.set(process.id, loop);
  }

  async function beat(loop: Loop): Promise<void> {
    const { process } = loop;
    const at = new Date();
    const found = await credentials(process);
    if (found && 'error' in found) await count(process, found.by ?? null, at, found.error);
    if (found && 'keys' in found) {
      const call = process.calls[loop.next++ % process.calls.length]!;
      const result = await makeCall(client, process, call, found.keys, 100 * scale);
      if (result) await count(process, found.keys.accessKeyId, at, result.ok ? null : result.error);
    }
    if (!stopped && loops.get(process.id) === loop) loop.timer = setTimeout(() => beat(loop), interval());
  }

  async function count(process: RunningProcess, accessKeyId: string | null, at: Date, error: string | null): Promise<void> {
    // A task that stopped while its call was under way saw no failure: nobody was left to see it.
    if (error !== null && !((await poll()) && loops.has(process.id))) return;
    tally.add(process, accessKeyId, at, error);
  }

  async function deliver(): Promise<void> {
    const items = tally.take();
    if (items.length === 0) return;
    const answer = await client.ask('/_sandbox/observations', { items });
    if (answer === null || answer.status >= 500) tally.putBack(items);
  }

  const every = (milliseconds: () => number, work: () => Promise<unknown>) => {
    let timer: NodeJS.Timeout;
    const turn = async () => {
      await work();
      if (!stopped) timer = setTimeout(turn, milliseconds());
    };
    timer = setTimeout(turn, 0);
    return () => clearTimeout(timer);
  };
  const stops = [every(() => Math.max(100, 500 * scale), poll), every(() => Math.max(200, 500 * scale), deliver)];

  return {
    async stop() {
      stopped = true;
      for (const stop of stops) stop();
      for (const { timer } of loops.values()) clearTimeout(timer);
      await deliver();
      client.close();
    },
  };
}
