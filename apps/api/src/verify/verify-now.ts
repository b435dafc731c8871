import { isCredentialVariable } from '@rolewright/shared/aws/task-definition.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { judgeVerification, type RoleCalls, type VerificationFacts } from '@rolewright/shared/verify/judge.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import { mostTrailEvents } from '../aws/cloudtrail.ts';
import type { AwsPort } from '../aws/port.ts';
import type { RawDocument, TaskReading, TrailEvent } from '../aws/readings.ts';
import { portsOf, readEvents } from '../aws/trail.ts';
import type { Deps } from '../deps.ts';
import { elsewhereOf } from './elsewhere.ts';
import { keyUsesOf } from './key-uses.ts';
import { storeVerification } from './store-verification.ts';

export interface VerifyInput {
  deps: Deps;
  port: AwsPort;
  accountId: string;
  runId: string;
  workloadId: string;
  step: StepOf<'verify'>;
  taskDefinitionArn: string;
  /** When the service was pointed at the new revision, ISO 8601. */
  cutOverAt: string;
  /** When the last task of the old revision was gone, ISO 8601. */
  oldTasksGoneAt: string;
  /** How the workload's probes went just now. */
  probes: ProbeResult[];
}

/** How many tasks are looked up in CloudTrail, which takes two calls a second (D-60); the verdict says when there are more. */
const mostSessions = 40;

/** Reads the evidence, judges it by pure rules, and stores the verdict with the run; a proof is also kept for the inventory. */
export async function verifyNow(input: VerifyInput): Promise<Verification> {
  const { deps, port, step } = input;
  const ever = await port.read.tasks(step.clusterArn, { serviceName: step.serviceName, stopped: true });
  const tasks = ever.filter((task) => task.lastStatus !== 'STOPPED');
  const definition = await port.read.taskDefinition(input.taskDefinitionArn);
  const role = await port.read.role(nameOf(step.roleArn));
  const facts: VerificationFacts = {
    now: deps.now().toISOString(),
    cutOverAt: input.cutOverAt,
    oldTasksGoneAt: input.oldTasksGoneAt,
    roleName: nameOf(step.roleArn),
    newRevision: nameOf(input.taskDefinitionArn),
    tasks: { total: tasks.length, onNewRevision: tasks.filter((task) => isMoved(task, input)).length },
    credentialVariables: definition.state === 'known' ? [...inDefinition(definition.value.raw), ...inOverrides(tasks)] : null,
    roleLastUsedAt: role.state === 'known' ? (role.value.lastUsed?.at ?? null) : null,
    // A task that met a refusal and stopped for it tells more than the one in its place.
    roleCalls: await roleCalls(
      input,
      ever.filter((task) => task.taskDefinitionArn === input.taskDefinitionArn),
    ),
    keyUses: await keyUsesOf(port, step.keyIds),
    probes: input.probes,
    otherPlaces: await elsewhereOf(deps, step.keyIds, input.workloadId),
  };
  const verification = judgeVerification(facts);
  await store(input, verification);
  return verification;
}

/** Calls of the tasks' sessions in every Region of the account; null when not even the workload's own Region could be read. */
async function roleCalls(input: VerifyInput, tasks: TaskReading[]): Promise<RoleCalls | null> {
  const { deps, port, accountId } = input;
  const sessions = tasks.slice(0, mostSessions).map((task) => nameOf(task.arn));
  const ports = await portsOf(deps, accountId, port.region);
  const told = await Promise.all(ports.map(async (one) => ({ region: one.region, ...(await roleEvents(one, input, sessions)) })));
  if (told[0]?.events === null) return null;
  const events = told.flatMap((one) => one.events ?? []);
  const refused = events.filter((event) => event.errorCode !== null && /AccessDenied|Unauthorized/.test(event.errorCode));
  const last = refused.toSorted((one, other) => one.at.localeCompare(other.at)).at(-1);
  return {
    allowed: events.length - refused.length,
    denied: refused.length,
    lastDenied: last === undefined ? null : `${last.name} (${last.errorCode})`,
    looked: { sessions: sessions.length, of: tasks.length, newest: told.some((one) => one.cut) ? mostTrailEvents : null },
    regions: told.flatMap((one) => (one.events === null ? [] : [one.region])),
    unreadRegions: told.flatMap((one) => (one.events === null ? [one.region] : [])),
  };
}

/** Events of one Region under the role since the cut-over; null: refused. ECS names a session after the task's id. */
async function roleEvents(
  port: AwsPort,
  { step, cutOverAt }: VerifyInput,
  sessions: string[],
): Promise<{ events: TrailEvent[] | null; cut: boolean }> {
  const found: TrailEvent[] = [];
  let cut = false;
  for (const value of sessions) {
    const events = await readEvents(port, { key: 'Username', value }, new Date(cutOverAt));
    if (events === null) return { events: null, cut };
    cut ||= events.length >= mostTrailEvents;
    const ours = `:assumed-role/${nameOf(step.roleArn)}/`;
    found.push(...events.filter((event) => event.identityArn?.includes(ours) && event.at >= cutOverAt));
  }
  return { events: found, cut };
}

function inDefinition(raw: RawDocument): string[] {
  return listOf(raw.containerDefinitions).flatMap((container) => names(container));
}

function inOverrides(tasks: TaskReading[]): string[] {
  return tasks.flatMap((task) => listOf(task.overrides.containerOverrides).flatMap((container) => names(container)));
}

/** On the new revision, and not under another role by an override (D-32). */
function isMoved(task: TaskReading, { taskDefinitionArn, step }: VerifyInput): boolean {
  const { taskRoleArn } = task.overrides;
  return task.taskDefinitionArn === taskDefinitionArn && (!taskRoleArn || taskRoleArn === step.roleArn);
}

/** In `environment` and, where a value comes from Secrets Manager or Parameter Store, in `secrets` (D-09). */
const names = (container: RawDocument): string[] =>
  [...listOf(container.environment), ...listOf(container.secrets)].flatMap((entry) =>
    isCredentialVariable(String(entry.name)) ? [`${String(container.name)}: ${String(entry.name)}`] : [],
  );

const listOf = (value: unknown): RawDocument[] => (Array.isArray(value) ? value : []);

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

async function store({ deps, runId, workloadId, step, taskDefinitionArn }: VerifyInput, verification: Verification): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await storeVerification(tx, runId, verification);
    if (verification.state !== 'verified') return;
    await tx
      .insertInto('workload_proof')
      .values({ workload_id: workloadId, task_definition_arn: taskDefinitionArn, role_arn: step.roleArn, verified_at: deps.now() })
      .onConflict((conflict) =>
        conflict.columns(['workload_id', 'task_definition_arn']).doUpdateSet({ role_arn: step.roleArn, verified_at: deps.now() }),
      )
      .execute();
  });
}
