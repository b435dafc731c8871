import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { requireProbes } from '../probe-gate.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { waitUntilOnRevision } from './rollout.ts';

/** ecs:UpdateService with exactly cluster, service and the new revision's full ARN (D-30). */
export const updateService: Executor<StepOf<'update-service'>> = {
  call: 'ecs:UpdateService',
  before: (context) => requireProbes(context, 'before'),
  async forward(context, step) {
    const taskDefinition = newRevisionOf(context);
    const current = await currentOf(context, step);
    if (current !== step.fromArn && current !== taskDefinition) {
      throw new StepFailed(
        `The service ${step.serviceName} is on ${shortArn(current)} and was on ${shortArn(step.fromArn)} when the run started: somebody else deployed meanwhile. It was not changed; roll back, then make the plan anew.`,
      );
    }
    const { requestId } = await context.port.change.updateService({ cluster: step.clusterArn, service: step.serviceName, taskDefinition });
    return outcome(
      `AWS accepted ${shortArn(taskDefinition)} for the service ${step.serviceName}.`,
      { taskDefinitionArn: taskDefinition },
      requestId,
    );
  },
  async settle(context, step) {
    const taskDefinitionArn = newRevisionOf(context);
    const current = await currentOf(context, step);
    return current === taskDefinitionArn ? outcome(`The service is on ${shortArn(taskDefinitionArn)}.`, { taskDefinitionArn }) : null;
  },
  async undo(context, step) {
    const { requestId } = await context.port.change.updateService({
      cluster: step.clusterArn,
      service: step.serviceName,
      taskDefinition: step.fromArn,
    });
    return outcome(`The service runs ${shortArn(step.fromArn)} again.`, {}, requestId);
  },
  async afterUndo(context, step) {
    const { clusterArn, serviceName, fromArn } = step;
    const service = await context.port.read.service(clusterArn, serviceName);
    if (service.state === 'absent') return `The service ${serviceName} is not there any more.`;
    const current = await currentOf(context, step);
    if (current !== fromArn) return `The service is on ${shortArn(current)}, which somebody else deployed: it was left alone.`;
    // Tasks of the new revision still run and use the role: it may only go when they are gone.
    await waitUntilOnRevision(context, { clusterArn, serviceName, taskDefinitionArn: fromArn });
    return null;
  },
};

/** The revision that this run registered. */
export function newRevisionOf({ steps, dataOf }: StepContext): string {
  const register = steps.find((step) => step.kind === 'register-task-definition');
  const arn = register && dataOf(register.id).taskDefinitionArn;
  if (typeof arn !== 'string') throw new StepFailed('The journal does not name the new revision.');
  return arn;
}

async function currentOf({ port }: StepContext, step: StepOf<'update-service'>): Promise<string> {
  const service = await port.read.service(step.clusterArn, step.serviceName);
  if (service.state === 'known') return service.value.taskDefinitionArn;
  const why = service.state === 'absent' ? 'it is not there any more' : service.reason;
  throw new StepFailed(`The service ${step.serviceName} could not be read: ${why}.`);
}

const shortArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
