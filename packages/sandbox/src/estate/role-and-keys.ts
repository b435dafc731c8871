import type { Estate } from './builder.ts';
import { pair } from './containers.ts';
import { useOfBucket } from './policies.ts';
import { type SimpleService, simpleProgram, simpleRevision } from './simple-service.ts';

/** A role is set and the keys were left in place: every call is still the user's (D-02). */
export async function roleAndKeys(estate: Estate): Promise<void> {
  const bucket = 'shop-ledger-560921689673';
  await estate.bucket(bucket);
  await estate.user('ledger-svc', { inline: { ledger: useOfBucket(bucket) } });
  const key = await estate.key('ledger-svc', 301);
  const taskRoleArn = await estate.role('LedgerTaskRole', { ledger: useOfBucket(bucket) });
  const ledger: SimpleService = {
    cluster: 'shop',
    name: 'ledger',
    image: 'ledger:5.0.2',
    environment: { ...pair(key), BUCKET: bucket },
    sdk: 'js',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'ledger/head.txt' },
      { service: 's3', operation: 'ListObjectsV2', bucket, key: 'ledger/' },
    ],
  };
  await simpleRevision(estate, { ...ledger, daysOld: 290 });
  const taskDefinition = await simpleRevision(estate, { ...ledger, taskRoleArn, daysOld: 20 });
  await estate.service({ cluster: 'shop', serviceName: 'ledger', taskDefinition, desiredCount: 1 });
  simpleProgram(estate, ledger);
}
