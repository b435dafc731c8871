import type { Estate } from './builder.ts';
import { pair, variables } from './containers.ts';
import { useOfBucket } from './policies.ts';
import { type SimpleService, simpleProgram, simpleRevision } from './simple-service.ts';

/** Tasks that no service owns; the definition is clean and the key came in with RunTask's overrides (D-09, D-32). */
export async function standalone(estate: Estate): Promise<void> {
  const bucket = 'ops-migrations-560921689673';
  await estate.bucket(bucket);
  await estate.user('migrator-ops', { inline: { migrations: useOfBucket(bucket) } });
  const key = await estate.key('migrator-ops', 58);
  const migrator: SimpleService = {
    cluster: 'ops',
    name: 'migrator',
    image: 'migrator:2.0.0',
    environment: { MIGRATIONS_BUCKET: bucket },
    sdk: 'python',
    calls: [{ service: 's3', operation: 'ListObjectsV2', bucket, key: 'pending/' }],
  };
  await simpleRevision(estate, migrator);
  const overrides = { containerOverrides: [{ name: 'migrator', environment: variables(pair(key)) }] };
  const input = { cluster: 'ops', taskDefinition: 'migrator:1', count: 2, startedBy: 'ops', overrides };
  await estate.invoke({ accountId: estate.accountId, region: estate.region, service: 'ecs', operation: 'RunTask', input });
  simpleProgram(estate, migrator);
}
