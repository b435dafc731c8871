import { ecsPlaces, type TaskState } from '../state/ecs.ts';
import type { World } from '../state/world.ts';
import type { RunningProcess, SdkFamily, WorkloadSpec } from './workload.ts';

/** Path under which the sandbox serves a task's credentials, as the ECS agent does at 169.254.170.2. */
export const credentialsPathOf = (credentialsId: string): string => `/v2/credentials/${credentialsId}`;

/** Every task that is RUNNING or drains, and the processes outside ECS. */
export function taskProcesses(world: World): RunningProcess[] {
  const { workloads, outside } = world.state.runtime ?? { workloads: [], outside: [] };
  const processes: RunningProcess[] = [];
  for (const place of ecsPlaces(world)) {
    for (const task of Object.values(place.ecs.tasks)) {
      if (!['RUNNING', 'DEACTIVATING'].includes(task.task.lastStatus ?? '')) continue;
      const key = (task.task.taskDefinitionArn ?? '').split('/').at(-1) ?? '';
      const definition = place.ecs.taskDefinitions[key]?.definition;
      if (!definition) continue;
      const family = definition.family ?? '';
      const spec =
        workloads.find((one) => one.accountId === place.account.id && one.region === place.region && one.family === family) ??
        unknownProgram(place.account.id, place.region, family, definition.containerDefinitions?.[0]?.name ?? '');
      const container =
        definition.containerDefinitions?.find(({ name }) => name === spec.container) ?? definition.containerDefinitions?.[0];
      processes.push({
        id: task.task.taskArn ?? '',
        accountId: place.account.id,
        region: place.region,
        cluster: task.clusterName,
        workload: task.serviceKey?.split('/').at(-1) ?? family,
        taskArn: task.task.taskArn ?? null,
        environment: environmentOf(container?.environment ?? [], task, container?.name),
        explicit: spec.explicit ?? null,
        credentialsPath: task.credentialsId === null ? null : credentialsPathOf(task.credentialsId),
        instance: null,
        sdk: spec.sdk,
        calls: spec.calls,
        userAgent: userAgents[spec.sdk],
      });
    }
  }
  for (const { name, ...process } of outside) {
    processes.push({
      ...process,
      id: `outside/${name}`,
      cluster: null,
      workload: name,
      taskArn: null,
      explicit: null,
      credentialsPath: null,
      instance: null,
    });
  }
  return processes;
}

/** What the SDKs of 2026 call themselves. */
export const userAgents: Record<SdkFamily, string> = {
  js: 'aws-sdk-js/3.1164.0 ua/2.1 os/linux lang/js md/nodejs#24.2.0',
  python: 'Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux lang/python#3.13.2',
  go: 'aws-sdk-go-v2/1.39.0 ua/2.1 os/linux lang/go#1.25.1',
  java1: 'aws-sdk-java/1.12.780 Linux/6.8 OpenJDK_64-Bit_Server_VM/17.0.12',
  java2: 'aws-sdk-java/2.33.4 ua/2.1 os/Linux lang/java#21.0.8',
};

/** A program that the estate knows nothing of asks who it is. */
const unknownProgram = (accountId: string, region: string, family: string, container: string): WorkloadSpec => ({
  accountId,
  region,
  family,
  container,
  sdk: 'js',
  calls: [{ service: 'sts', operation: 'GetCallerIdentity' }],
});

/** The explicit environment of one container: the definition's, the task's override over it, and its secrets over both (D-10). */
function environmentOf(
  own: readonly { name?: string | undefined; value?: string | undefined }[],
  { task, secrets }: TaskState,
  container: string | undefined,
): Record<string, string> {
  const override = task.overrides?.containerOverrides?.find(({ name }) => name === container)?.environment ?? [];
  const explicit = Object.fromEntries([...own, ...override].map(({ name = '', value = '' }) => [name, value]));
  return { ...explicit, ...secrets?.[container ?? '']?.environment };
}
