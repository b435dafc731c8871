import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { allow } from './policies.ts';
import { simpleService } from './simple-service.ts';

/** Its user may do everything to everything: that is never carried over to a role (D-55). */
export async function adminUser(estate: Estate): Promise<void> {
  await estate.cluster('ops');
  await estate.user('admin-tools', { inline: { everything: allow([['*'], '*']) } });
  const key = await estate.key('admin-tools', 700);
  await simpleService(estate, {
    cluster: 'ops',
    name: 'admin-tools',
    image: 'admin-tools:9.1.0',
    environment: pair(key),
    sdk: 'python',
    calls: [
      { service: 'ecs', operation: 'ListClusters', input: {} },
      { service: 'cloudwatch', operation: 'PutMetricData', namespace: 'Ops', metric: 'heartbeat' },
    ],
  });
}
