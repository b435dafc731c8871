import type { Estate } from '../builder.ts';
import { useOfBucket } from '../policies.ts';
import { imageOf, standaloneInstance } from './launches.ts';

/** It is stopped and makes no calls; its key can still be read in its user data, which can be changed as it is (D-67). */
export async function stoppedInstance(estate: Estate): Promise<void> {
  const bucket = `archive-${estate.accountId}`;
  await estate.bucket(bucket);
  await estate.user('archiver', { inline: { archive: useOfBucket(bucket) } });
  const key = await estate.key('archiver', 610);
  const ImageId = imageOf(estate, 'archiver-1.0', {
    sdk: 'java2',
    calls: [{ service: 's3', operation: 'PutObject', bucket, key: 'year.zip' }],
  });
  const userData = `#!/bin/bash
export AWS_ACCESS_KEY_ID=${key.accessKeyId}
export AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}
java -jar /opt/archiver.jar &
`;
  const id = await standaloneInstance(estate, 'archiver', { ImageId, userData });
  const call = { accountId: estate.accountId, region: estate.region, service: 'ec2', operation: 'StopInstances' } as const;
  await estate.invoke({ ...call, input: { InstanceIds: [id] } });
}
