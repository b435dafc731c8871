import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { useOfBucket } from './policies.ts';
import { simpleProgram, simpleRevision } from './simple-service.ts';

/** Services whose task definition UpdateService may not change: CodeDeploy's, and one run by task sets (D-30). */
export async function refusedControllers(estate: Estate): Promise<void> {
  const bucket = 'edge-config-560921689673';
  await estate.cluster('edge');
  await estate.bucket(bucket);
  await estate.user('edge-svc', { inline: { config: useOfBucket(bucket) } });
  const key = await estate.key('edge-svc', 480);
  const at = { accountId: estate.accountId, region: estate.region, service: 'ecs' } as const;
  for (const [name, type] of [
    ['storefront', 'CODE_DEPLOY'],
    ['edge-router', 'EXTERNAL'],
  ] as const) {
    const calls = [{ service: 's3', operation: 'PutObject', bucket, key: `${name}.json` } as const];
    const service = { cluster: 'edge', name, image: `${name}:1.0.0`, environment: pair(key), sdk: 'js' as const, calls };
    const taskDefinition = await simpleRevision(estate, service);
    const common = { cluster: 'edge', serviceName: name, desiredCount: 1, deploymentController: { type } };
    await estate.service(type === 'EXTERNAL' ? common : { ...common, taskDefinition });
    if (type === 'EXTERNAL') {
      const input = { cluster: 'edge', service: name, taskDefinition, scale: { value: 100, unit: 'PERCENT' as const } };
      await estate.invoke({ ...at, operation: 'CreateTaskSet', input });
    }
    simpleProgram(estate, service);
  }
}
