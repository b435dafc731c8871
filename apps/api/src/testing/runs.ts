import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import type { Answer, TestConsole } from './open-console.ts';
import { everyItem } from './scans.ts';

/** The workload of this name. */
export async function workloadNamed(console: TestConsole, name: string): Promise<Workload> {
  const found = (await everyItem<Workload>(console, `/api/workloads?q=${name}`)).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
}

/** Asks for a plan as a script would, whatever the answer. */
export async function askForPlan(console: TestConsole, name: string, inputs: object): Promise<Answer<Plan>> {
  const { accountId, region, id } = await workloadNamed(console, name);
  const body = { recipe: 'ecs-task-role', accountId, region, target: { workloadId: id }, inputs };
  return console.call<Plan>('/api/plans', { body });
}

/** A plan for the workload of this name. */
export async function planFor(console: TestConsole, name: string, inputs: object): Promise<Plan> {
  const answer = await askForPlan(console, name, inputs);
  if (answer.status !== 201) throw new Error(`no plan: ${answer.text}`);
  return answer.body;
}

/** The check with this id. */
export function checkOf(plan: Plan, id: string): Check {
  const found = plan.checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id} among ${plan.checks.map((check) => check.id).join(', ')}`);
  return found;
}

/** Starts the plan with all that is unknown acknowledged, whatever the answer. */
export const askToStart = (console: TestConsole, plan: Plan): Promise<Answer<Run & { code?: string; moved?: string[] }>> =>
  console.call(`/api/plans/${plan.id}/runs`, { body: { confirm: plan.confirm, acknowledge: plan.toAcknowledge } });

/** Starts the plan. */
export async function startRun(console: TestConsole, plan: Plan): Promise<Run> {
  const answer = await askToStart(console, plan);
  if (answer.status !== 202) throw new Error(`the run did not start: ${answer.text}`);
  return answer.body;
}

/** Pause, resume, roll back or verify, whatever the answer. */
export const control = (console: TestConsole, runId: string, action: string): Promise<Answer<Run>> =>
  console.call<Run>(`/api/runs/${runId}/${action}`, { method: 'POST' });

export const ended = (run: Run): boolean => ['succeeded', 'failed', 'paused', 'rolled-back'].includes(run.state);

/** The run once `reached` says so, after at most `milliseconds`. */
export async function runUntil(
  console: TestConsole,
  runId: string,
  reached: (run: Run) => boolean = ended,
  milliseconds = 60_000,
): Promise<Run> {
  for (const end = Date.now() + milliseconds; ; ) {
    const { body } = await console.call<Run>(`/api/runs/${runId}`);
    if (reached(body)) return body;
    if (Date.now() > end) throw new Error(`the run did not get there: ${JSON.stringify(body, null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
