import { AwsError } from '../../aws/aws-error.ts';
import type { ServiceReading, TaskReading } from '../../aws/readings.ts';
import { type StepContext, StepFailed } from './executor.ts';

interface Target {
  clusterArn: string;
  serviceName: string;
  taskDefinitionArn: string;
}

/** Looks in a row that may go without an answer. */
export const mostUnanswered = 5;
const longestMilliseconds = 20 * 60_000;
/** Tasks of the new revision that stopped before the run gives up where no circuit breaker does. */
const mostFailedTasks = 3;

/**
 * Waits until the service's only deployment is of this revision, completed, and every task that still runs is on it, draining ones included
 * (D-32). Throws StepFailed when the circuit breaker rolled back, when tasks keep stopping, when somebody else moved the service, or after
 * 20 minutes. `meanwhile` is called between two looks and stops the waiting by what it throws.
 */
export async function waitUntilOnRevision(
  context: StepContext,
  target: Target,
  meanwhile?: () => Promise<void>,
): Promise<{ tasks: number }> {
  const end = Date.now() + longestMilliseconds;
  for (let looks = 1, unanswered = 0; ; looks++) {
    let says: string;
    try {
      const service = await serviceOf(context, target);
      const tasks = await context.port.read.tasks(target.clusterArn, { serviceName: target.serviceName });
      const progress = judgeRollout(service, tasks, target.taskDefinitionArn);
      if (progress.failed !== null) throw new StepFailed(progress.failed);
      if (progress.done) return { tasks: tasks.length };
      says = progress.says;
      unanswered = 0;
    } catch (error) {
      // A deployment does not stop because one look at it got no answer.
      if (!(error instanceof AwsError) || ++unanswered > mostUnanswered) throw error;
      says = `${error.call} was not answered (${error.code}); looking again`;
    }
    if (Date.now() > end) throw new StepFailed(`After 20 minutes: ${says}`);
    await context.waitingFor(says);
    await meanwhile?.();
    await context.sleep(pauseAfter(looks));
  }
}

/** Twice a second at first, then every five seconds: the buckets of these calls are shared with everybody in the account (D-80). */
const pauseAfter = (looks: number): number => (looks < 60 ? 500 : 5_000);

/** One look at a deployment → done, failed with the reason, or what it still waits for. Pure. */
export function judgeRollout(
  service: ServiceReading,
  tasks: TaskReading[],
  taskDefinitionArn: string,
): { done: boolean; failed: string | null; says: string } {
  const revision = shortArn(taskDefinitionArn);
  const primary = service.deployments.find((deployment) => deployment.status === 'PRIMARY');
  const own = service.deployments.find((deployment) => deployment.taskDefinitionArn === taskDefinitionArn);
  const lastEvent = service.events[0]?.message ?? '';
  const failure = (why: string) => ({ done: false, failed: `${why} Last event: ${lastEvent}`, says: why });
  if (own?.rolloutState === 'FAILED')
    return failure(`The deployment of ${revision} failed: ${own.rolloutStateReason ?? 'tasks failed to start'}.`);
  if (service.taskDefinitionArn !== taskDefinitionArn || primary?.taskDefinitionArn !== taskDefinitionArn) {
    return failure(
      `The service is on ${shortArn(service.taskDefinitionArn)} and no longer on ${revision}: it was rolled back or moved by somebody else.`,
    );
  }
  if (own && own.failedTasks >= mostFailedTasks) return failure(`${own.failedTasks} tasks of ${revision} stopped or did not start.`);
  const old = tasks.filter((task) => task.taskDefinitionArn !== taskDefinitionArn).length;
  const running = tasks.filter((task) => task.taskDefinitionArn === taskDefinitionArn && task.lastStatus === 'RUNNING').length;
  const completed = service.deployments.length === 1 && (primary.rolloutState === 'COMPLETED' || primary.rolloutState === null);
  if (completed && old === 0 && running >= service.desiredCount) return { done: true, failed: null, says: '' };
  const says = `${running} of ${service.desiredCount} tasks run ${revision}, ${old} of ${tasks.length} tasks still old`;
  return { done: false, failed: null, says };
}

async function serviceOf({ port }: StepContext, target: Target): Promise<ServiceReading> {
  const service = await port.read.service(target.clusterArn, target.serviceName);
  if (service.state === 'known') return service.value;
  const why = service.state === 'absent' ? 'it is not there any more' : service.reason;
  throw new StepFailed(`The service ${target.serviceName} could not be read: ${why}.`);
}

const shortArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
