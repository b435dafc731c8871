import type { WorkloadSpec } from '../runtime/workload.ts';
import type { Estate } from './builder.ts';
import { container, executionRoleOf } from './containers.ts';

/** A service of one container with one revision, which most scenarios are. */
export interface SimpleService {
  cluster: string;
  name: string;
  image: string;
  environment: Record<string, string>;
  taskRoleArn?: string;
  sdk: WorkloadSpec['sdk'];
  calls: WorkloadSpec['calls'];
  explicit?: WorkloadSpec['explicit'];
  serves?: WorkloadSpec['serves'];
  daysOld?: number;
}

/** Registers one revision of it. */
export const simpleRevision = (estate: Estate, { name, image, environment, taskRoleArn, daysOld = 60 }: SimpleService): Promise<string> =>
  estate.definition(
    {
      family: name,
      executionRoleArn: executionRoleOf(estate),
      ...(taskRoleArn ? { taskRoleArn } : {}),
      containerDefinitions: [container(estate, name, image, environment)],
    },
    daysOld,
  );

/** Says what its program does. */
export const simpleProgram = (estate: Estate, { name, sdk, calls, explicit, serves }: SimpleService): void =>
  estate.program({ family: name, container: name, sdk, calls, ...(explicit ? { explicit } : {}), ...(serves ? { serves } : {}) });

/** Registers, runs and gives it its program. */
export async function simpleService(estate: Estate, service: SimpleService): Promise<void> {
  const taskDefinition = await simpleRevision(estate, service);
  await estate.service({ cluster: service.cluster, serviceName: service.name, taskDefinition, desiredCount: 1 });
  simpleProgram(estate, service);
}
