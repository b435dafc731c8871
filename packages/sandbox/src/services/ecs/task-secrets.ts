import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { parseArn } from '@rolewright/shared/aws/arn.ts';
import { findCredentials } from '../../auth/credentials.ts';
import type { EcsPlace, PulledSecrets, Stored, TaskState } from '../../state/ecs.ts';
import { needOn } from '../secretsmanager/find.ts';
import { versionOf } from '../secretsmanager/values.ts';
import type { CallContext } from '../service.ts';
import { need, parametersNamed } from '../ssm/parameters.ts';
import { agentIn, callAsAgent, Unpulled } from './agent-call.ts';
import { unableToAssume } from './events.ts';
import { assumeForTask } from './roles.ts';

type Entries = NonNullable<Stored<ContainerDefinition>['secrets']>;
type AgentOf = (region: string | undefined) => CallContext;

/**
 * What a task's `secrets` stand for, by container: the execution role fetches them when the task starts, with a session of its own, so that its
 * policies and the secret's decide (D-11). `failure`: the task's stoppedReason in AWS's words. Sources: ECS developer guide, "Pass sensitive
 * data to an Amazon ECS container"; re:Post, "ResourceInitializationError … unable to pull secrets".
 */
export function pullSecrets(place: EcsPlace, { task }: TaskState): { secrets: PulledSecrets } | { failure: string } {
  const key = (task.taskDefinitionArn ?? '').split('/').at(-1) ?? '';
  const definition = place.ecs.taskDefinitions[key]?.definition;
  const asking = (definition?.containerDefinitions ?? []).filter(({ secrets }) => secrets?.length);
  if (asking.length === 0) return { secrets: {} };
  const roleArn = task.overrides?.executionRoleArn ?? definition?.executionRoleArn ?? '';
  const session = assumeForTask(place, roleArn, task.taskArn?.split('/').at(-1) ?? '');
  const credentials = 'denied' in session ? null : findCredentials(place.world, session.accessKeyId);
  if ('denied' in session || credentials === null) return { failure: unableToAssume(roleArn) };
  const agent: AgentOf = (region = place.region) => agentIn(place, credentials.principal, region);
  try {
    return { secrets: Object.fromEntries(asking.map(({ name = '', secrets = [] }) => [name, { environment: fetched(agent, secrets) }])) };
  } catch (error) {
    if (!(error instanceof Unpulled)) throw error;
    return {
      failure: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ${error.message}`,
    };
  } finally {
    // The agent's own: no task ever sees it.
    delete place.world.state.sessions[session.accessKeyId];
  }
}

const isSecret = ({ valueFrom = '' }: Entries[number]): boolean => valueFrom.split(':')[2] === 'secretsmanager';

function fetched(agent: AgentOf, entries: Entries): Record<string, string> {
  return {
    ...Object.fromEntries(entries.filter(isSecret).map(({ name = '', valueFrom = '' }) => [name, secretValue(agent, valueFrom)])),
    ...parameterValues(
      agent,
      entries.filter((one) => !isSecret(one)),
    ),
  };
}

const retried = 'service call has been retried 1 time(s): ';

/** `arn:…:secret:name-suffix[:json-key:version-stage:version-id]`; a part may be empty. */
function secretValue(agent: AgentOf, valueFrom: string): string {
  const said = 'unable to retrieve secret from asm: ';
  const pieces = valueFrom.split(':');
  if (pieces.length !== 7 && pieces.length !== 10) {
    throw new Unpulled(
      `${said}trying to retrieve secret with value ${valueFrom} resulted in error: an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.`,
    );
  }
  const arn = pieces.slice(0, 7).join(':');
  const [jsonKey, VersionStage, VersionId] = pieces.slice(7);
  const input = { SecretId: arn, ...(VersionStage ? { VersionStage } : {}), ...(VersionId ? { VersionId } : {}) };
  const context = agent(parseArn(arn)?.region);
  const call = { service: 'secretsmanager', operation: 'GetSecretValue', input, requirements: needOn(context, 'GetSecretValue', arn) };
  const before = `${said}${retried}failed to fetch secret ${arn} from secrets manager: `;
  const { value } = callAsAgent(context, { ...call, read: () => versionOf(context, input) }, before);
  if (!jsonKey) return value;
  const member = memberOf(value, jsonKey);
  if (member === null) throw new Unpulled(`${said}${retried}retrieved secret from Secrets Manager did not contain json key ${jsonKey}`);
  return member;
}

function memberOf(text: string, key: string): string | null {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[key] ?? null;
    return value === null || typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return null;
  }
}

/** Parameters by name or ARN, always decrypted; those of one Region by one call of ssm:GetParameters. */
function parameterValues(agent: AgentOf, entries: Entries): Record<string, string> {
  const regionOf = ({ valueFrom = '' }: Entries[number]) => parseArn(valueFrom)?.region;
  const before = `unable to retrieve secrets from ssm: ${retried}`;
  const values = [...new Set(entries.map(regionOf))].flatMap((region) => {
    const here = entries.filter((one) => regionOf(one) === region);
    const Names = here.map(({ valueFrom = '' }) => valueFrom);
    const context = agent(region);
    const call = { service: 'ssm', operation: 'GetParameters', input: { Names, WithDecryption: true } };
    const requirements = need(context, 'GetParameters', Names);
    const found = callAsAgent(context, { ...call, requirements, read: () => parametersNamed(context, Names) }, before);
    const invalid = Names.filter((name) => !found.has(name));
    if (invalid.length > 0) throw new Unpulled(`${before}invalid ssm parameters: ${invalid.join(', ')}`);
    return here.map(({ name = '', valueFrom = '' }) => [name, found.get(valueFrom)?.value ?? '']);
  });
  return Object.fromEntries(values) as Record<string, string>;
}
