import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { PlannedStep, StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { AwsPort } from '../../aws/port.ts';
import { portInAccount } from '../../plan/port-in-account.ts';
import { type StepContext, StepFailed } from './executor.ts';

/**
 * Why a roll-back must leave the role and its policies alone: somebody else has deployed a revision since that uses the role, or another
 * workload has taken it up. Null: nobody but this run needs it. The revision that the service goes back to does not count: what it had
 * before is what it gets back.
 */
export async function roleInUse(context: StepContext): Promise<string | null> {
  const update = stepOf(context, 'update-service');
  const register = stepOf(context, 'register-task-definition');
  if (stepOf(context, 'verify-instance') || stepOf(context, 'verify-group')) return heldByProfile(context);
  if (!update || !register) return (await usedByWorkload(context, createdRoles(context))) ?? heldByProfile(context);
  return (await usedByService(context, update, register)) ?? (await usedByOthers(context, register.taskRoleArn));
}

/** A profile that holds a role which this run made, and what has it (E16): that of the run does not any more, where nobody else took it up. */
async function heldByProfile(context: StepContext): Promise<string | null> {
  for (const { roleName, accountId } of context.steps.filter((step) => step.kind === 'create-role')) {
    const port = accountId === undefined ? context.port : await portInAccount(context.deps, accountId, context.port.region);
    const profiles = await port.read.profilesOfRole(roleName);
    if (profiles.state === 'unreadable') throw new StepFailed(`Whether ${roleName} is in use could not be read: ${profiles.reason}.`);
    const [held] = profiles.state === 'known' ? profiles.value : [];
    if (held) return `the instance profile ${held.name} holds ${roleName}${await instancesWith(port, held.arn)}`;
  }
  return null;
}

/** Who has a profile in the port's Region, for people: which instances is no part of the decision. */
async function instancesWith({ read, region }: AwsPort, profileArn: string): Promise<string> {
  const found = await read.instancesOfProfile(profileArn);
  if (found.state !== 'known' || found.value.length === 0) return '';
  const [first] = found.value;
  const others = found.value.length - 1;
  return `, and ${first?.name} (${first?.instanceId})${others > 0 ? ` and ${others} more instance${others === 1 ? '' : 's'}` : ''} in ${region} ${others > 0 ? 'have' : 'has'} it`;
}

async function usedByService(
  { port }: StepContext,
  { clusterArn, serviceName, fromArn }: StepOf<'update-service'>,
  { taskRoleArn }: StepOf<'register-task-definition'>,
): Promise<string | null> {
  const service = await port.read.service(clusterArn, serviceName);
  if (service.state === 'unreadable')
    throw new StepFailed(`Whether ${nameOf(taskRoleArn)} is in use could not be read: ${service.reason}.`);
  if (service.state === 'absent' || service.value.status === 'INACTIVE') return null;
  const tasks = await port.read.tasks(clusterArn, { serviceName });
  const { taskDefinitionArn, deployments } = service.value;
  const running = new Set([taskDefinitionArn, ...[...deployments, ...tasks].map((one) => one.taskDefinitionArn)]);
  running.delete(fromArn);
  for (const arn of running) {
    const definition = await port.read.taskDefinition(arn);
    if (definition.state === 'unreadable')
      throw new StepFailed(`Whether ${nameOf(arn)} uses the role could not be read: ${definition.reason}.`);
    if (definition.state === 'absent') continue;
    const used = definition.value.raw.taskRoleArn;
    if (used === taskRoleArn || used === nameOf(taskRoleArn))
      return `${serviceName} runs ${nameOf(arn)}, which uses ${nameOf(taskRoleArn)}`;
  }
  return null;
}

/** Other workloads of the last scan, where this run made the role. */
async function usedByOthers(context: StepContext, taskRoleArn: string): Promise<string | null> {
  return stepOf(context, 'create-role') ? usedByWorkload(context, [taskRoleArn]) : null;
}

/** A workload of the last scan, beside the run's own, that runs as one of these roles. */
async function usedByWorkload({ db, workloadId }: StepContext, roleArns: string[]): Promise<string | null> {
  if (roleArns.length === 0) return null;
  const rows = await db.selectFrom('workload').select(['id', 'name', 'body']).execute();
  const used = rows.find(({ id, body }) => id !== workloadId && runs(body) && roleArns.includes(roleOfWorkload(body) ?? ''));
  return used ? `${used.name} uses ${nameOf(roleOfWorkload(used.body) ?? '')} too` : null;
}

/** Of a family, a launch template or a launch configuration nothing runs. */
const runs = ({ kind }: Workload): boolean => kind !== 'family' && kind !== 'launch-template' && kind !== 'launch-configuration';

/** ARNs of the roles that a chain's run made; a workload may have taken one up since. */
const createdRoles = ({ steps, dataOf }: StepContext): string[] =>
  steps.flatMap((step) => {
    const { roleArn } = step.kind === 'create-role' ? dataOf(step.id) : {};
    return typeof roleArn === 'string' ? [roleArn] : [];
  });

function stepOf<K extends PlannedStep['kind']>({ steps }: StepContext, kind: K): StepOf<K> | undefined {
  return steps.find((step) => step.kind === kind) as StepOf<K> | undefined;
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
