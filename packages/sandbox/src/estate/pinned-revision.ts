import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { useOfBucket } from './policies.ts';
import { type SimpleService, simpleProgram, simpleRevision } from './simple-service.ts';

/** The service runs search:2 while search:5 is the newest, with another key of the same user (D-25). */
export async function pinnedRevision(estate: Estate): Promise<void> {
  const bucket = 'shop-search-560921689673';
  await estate.bucket(bucket);
  await estate.user('search-svc', { inline: { index: useOfBucket(bucket) } });
  const old = await estate.key('search-svc', 800);
  const fresh = await estate.key('search-svc', 33);
  const search = (key: typeof old, version: string, daysOld: number): SimpleService => ({
    cluster: 'shop',
    name: 'search',
    image: `search:${version}`,
    environment: { ...pair(key), INDEX_BUCKET: bucket },
    sdk: 'java2',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'index/manifest.json' },
      { service: 's3', operation: 'GetObject', bucket, key: 'index/manifest.json' },
    ],
    daysOld,
  });
  for (const [version, daysOld] of [
    ['7.0.0', 500],
    ['7.1.0', 420],
    ['8.0.0-rc1', 90],
    ['8.0.0-rc2', 80],
  ] as const) {
    await simpleRevision(estate, search(old, version, daysOld));
  }
  await simpleRevision(estate, search(fresh, '8.0.0', 30));
  await estate.service({ cluster: 'shop', serviceName: 'search', taskDefinition: 'search:2', desiredCount: 1 });
  simpleProgram(estate, search(old, '7.1.0', 0));
}
