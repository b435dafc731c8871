import type { Deps } from '../deps.ts';
import { advanceRun } from './advance.ts';
import { runQueue } from './queue-name.ts';

/** Starts to take up runs in this process. */
export async function workRuns(deps: Deps): Promise<void> {
  await deps.queue.work<{ runId: string }>(runQueue, ({ runId }, signal) => advanceRun(deps, runId, signal));
}

/** At start: every run that its journal shows unfinished is put into the queue again; a job that is there already is not doubled. */
export async function resumeOpenRuns(deps: Deps): Promise<void> {
  const open = await deps.db
    .selectFrom('run')
    .select('id')
    .where('state', 'in', ['pending', 'running', 'waiting', 'rolling-back'])
    .execute();
  for (const { id } of open) await deps.queue.send(runQueue, { runId: id }, { singletonKey: id });
}
