import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { useOfBucket } from './policies.ts';
import { type SimpleService, simpleProgram, simpleRevision } from './simple-service.ts';

/** INACTIVE revisions of catalog that still show the key of before the role (D-26). */
export const catalogResidues = [3, 5, 8, 11, 13, 16, 19, 22, 26, 30] as const;

/** Forty revisions of one family: thirty INACTIVE, ten of those with a key; the newest runs on its role. */
export async function manyRevisions(estate: Estate): Promise<void> {
  const bucket = 'shop-catalog-560921689673';
  await estate.bucket(bucket);
  await estate.user('catalog-svc', { inline: { catalog: useOfBucket(bucket) } });
  const key = await estate.key('catalog-svc', 900);
  const taskRoleArn = await estate.role('CatalogTaskRole', { catalog: useOfBucket(bucket) });
  const catalog = (revision: number): SimpleService => ({
    cluster: 'shop',
    name: 'catalog',
    image: `catalog:4.${revision}.0`,
    environment: { CATALOG_BUCKET: bucket, ...(catalogResidues.some((one) => one === revision) ? pair(key) : {}) },
    ...(revision > 30 ? { taskRoleArn } : {}),
    sdk: 'js',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'catalog.json' },
      { service: 's3', operation: 'GetObject', bucket, key: 'catalog.json' },
    ],
    daysOld: 900 - revision * 20,
  });
  for (let revision = 1; revision <= 40; revision++) await simpleRevision(estate, catalog(revision));
  const at = { accountId: estate.accountId, region: estate.region, service: 'ecs' } as const;
  for (let revision = 1; revision <= 30; revision++) {
    await estate.invoke({ ...at, operation: 'DeregisterTaskDefinition', input: { taskDefinition: `catalog:${revision}` } });
  }
  await estate.service({ cluster: 'shop', serviceName: 'catalog', taskDefinition: 'catalog:40', desiredCount: 1 });
  simpleProgram(estate, catalog(40));
}
