import { partitionOf } from '@rolewright/shared/aws/arn.ts';
import { kindOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { variablesOf } from '@rolewright/shared/findings/environment.ts';
import { maskDocument } from '@rolewright/shared/findings/mask.ts';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { containersWithCredentials } from '@rolewright/shared/plan/patch.ts';
import type { EcsTaskRoleInputs } from '@rolewright/shared/plan/plan.ts';
import { roleTargetOf } from '@rolewright/shared/plan/role-target.ts';
import type { PlanSnapshot, RoleOf } from '@rolewright/shared/plan/snapshot.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { roleReading } from './role-reading.ts';
import { type SoftRead, softReads } from './soft-reads.ts';
import { userOfKey } from './user-of-key.ts';

/** The longest that all reads of a plan may take together; what is not read by then is unreadable, and its checks unknown. */
const readMilliseconds = 20_000;

/** Reads from AWS all that a plan of `workload` stands on. What is refused becomes unreadable, with the reason; the plan then says so. */
export async function readSnapshot(ctx: Context, workload: Workload, inputs: EcsTaskRoleInputs): Promise<PlanSnapshot> {
  const port = await ctx.deps.aws.port(workload.accountId, workload.region);
  const softly = softReads(readMilliseconds);
  const partition = partitionOf(workload.serviceArn ?? workload.taskDefinitionArn ?? '');
  const target = roleTarget(inputs, partition, workload.awsAccountId);
  const service = await softly(() => serviceOf(port, workload));
  const arn = service.state === 'known' ? service.value.taskDefinitionArn : workload.taskDefinitionArn;
  const [taskDefinition, role, owningStack, quotas] = await Promise.all([
    softly(() => definitionOf(ctx, port, arn)),
    softly(() => roleOf(ctx, port, target.name)),
    softly(() => stackOf(port, [arn, workload.serviceArn])),
    softly(() => port.read.roleQuotas()),
  ]);
  return {
    readAt: ctx.deps.now().toISOString(),
    awsAccountId: workload.awsAccountId,
    partition,
    region: workload.region,
    workload,
    taskDefinition,
    service,
    owners: await ownersOf(softly, port, taskDefinition, inputs),
    role,
    quotas,
    roleUsers: await otherUsersOf(ctx, workload, target.arn),
    owningStack,
  };
}

function roleTarget(inputs: EcsTaskRoleInputs, partition: string, awsAccountId: string) {
  try {
    return roleTargetOf(inputs.role, partition, awsAccountId);
  } catch (error) {
    const message = (error as Error).message;
    throw new AppError('bad-input', `inputs.role: ${message}.`, { fields: [{ field: 'inputs.role', message }] });
  }
}

async function serviceOf(port: AwsPort, workload: Workload): Promise<PlanSnapshot['service']> {
  if (workload.clusterArn === null || workload.kind !== 'service') return absent;
  const reading = await port.read.service(workload.clusterArn, workload.name);
  if (reading.state !== 'known') return reading;
  const { arn, clusterArn, name, taskDefinitionArn, deployments, deploymentController, executeCommand } = reading.value;
  const deploymentIds = deployments.map((deployment) => deployment.id);
  return known({ arn, clusterArn, name, taskDefinitionArn, deploymentIds, deploymentController, executeCommand });
}

async function definitionOf(ctx: Context, port: AwsPort, arn: string | null): Promise<PlanSnapshot['taskDefinition']> {
  if (arn === null) return absent;
  const reading = await port.read.taskDefinition(arn);
  if (reading.state !== 'known') return reading;
  return known({ arn, document: maskDocument(reading.value.raw, ctx.deps.fingerprint), tags: reading.value.tags });
}

async function roleOf(ctx: Context, port: AwsPort, name: string): Promise<Reading<RoleOf>> {
  const reading = await port.read.role(name);
  return reading.state === 'known' ? known(roleReading(reading.value, ctx.deps.fingerprint)) : reading;
}

/** The stack that owns the service or its task definition; absent only when neither is owned (D-37: task definitions carry no mark). */
async function stackOf(port: AwsPort, arns: (string | null)[]): Promise<PlanSnapshot['owningStack']> {
  let gap: PlanSnapshot['owningStack'] | null = null;
  for (const arn of arns) {
    if (arn === null) continue;
    const reading = await port.read.owningStack(arn);
    if (reading.state === 'known') return reading;
    if (reading.state === 'unreadable') gap = reading;
  }
  return gap ?? absent;
}

/** The users whose long-term keys lie in the containers that the plan strips. */
async function ownersOf(
  softly: SoftRead,
  port: AwsPort,
  definition: PlanSnapshot['taskDefinition'],
  inputs: EcsTaskRoleInputs,
): Promise<PlanSnapshot['owners']> {
  if (definition.state !== 'known') return [];
  const { document } = definition.value;
  const chosen = inputs.containers ?? containersWithCredentials(document);
  const containers = (Array.isArray(document.containerDefinitions) ? document.containerDefinitions : []) as Record<string, unknown>[];
  const keyIds = containers
    .filter((container) => chosen.includes(String(container.name)))
    .flatMap((container) => variablesOf(container.environment, 'environment').flatMap((variable) => variable.keyId ?? []))
    .filter((keyId) => kindOfKeyId(keyId) === 'long-term');
  return Promise.all([...new Set(keyIds)].map(async (keyId) => ({ keyId, user: await userOfKey(softly, port, keyId) })));
}

async function otherUsersOf(ctx: Context, workload: Workload, roleArn: string): Promise<string[]> {
  const rows = await ctx.deps.db
    .selectFrom('workload')
    .select(['name', 'body'])
    .where('account_id', '=', workload.accountId)
    .where('id', '!=', workload.id)
    .where('kind', '!=', 'family')
    .orderBy('name')
    .execute();
  return rows.filter((row) => row.body.taskRoleArn === roleArn).map((row) => row.name);
}
