import { setTimeout as pause } from 'node:timers/promises';
import type { RunProgress } from '@rolewright/shared/apply/reduce.ts';
import { reduceJournal } from '@rolewright/shared/apply/reduce.ts';
import type { PlannedStep } from '@rolewright/shared/plan/planned-step.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';
import { Interrupted, type StepContext } from './executors/executor.ts';
import { type NewEntry, readJournal } from './journal.ts';
import type { RunRow } from './store.ts';

interface Input {
  deps: Deps;
  port: AwsPort;
  run: RunRow;
  steps: PlannedStep[];
  progress: RunProgress;
  stepId: string;
  signal: AbortSignal;
  write: (entry: NewEntry) => Promise<RunProgress>;
}

/** What an executor may use, over one run as its journal stands now. */
export function stepContext({ deps, port, run, steps, progress, stepId, signal, write }: Input): StepContext {
  const stepOf = (id: string) => progress.steps.find((step) => step.id === id);
  let lastSaid = '';
  return {
    deps,
    db: deps.db,
    port,
    accountId: run.account_id,
    runId: run.id,
    planId: run.plan_id,
    workloadId: run.workload_id,
    steps,
    direction: progress.direction,
    dataOf: (id) => stepOf(id)?.data ?? {},
    doneAt: (id) => stepOf(id)?.finishedAt ?? null,
    async waitingFor(message, data = {}) {
      if (message === lastSaid) return;
      lastSaid = message;
      await write({ event: 'waiting', stepId, message, data, direction: progress.direction });
    },
    async record(message, data) {
      await write({ event: 'probe', stepId, message, data, direction: progress.direction });
    },
    async sleep(milliseconds) {
      await pause(milliseconds, undefined, { signal }).catch(() => {});
      if (signal.aborted) throw new Interrupted();
      const now = reduceJournal(steps, await readJournal(deps.db, run.id));
      if (now.pauseRequested || now.direction !== progress.direction) throw new Interrupted();
    },
  };
}
