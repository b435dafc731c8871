import type { Estate } from '../builder.ts';
import { useOfBucket } from '../policies.ts';
import { imageOf, standaloneInstance } from './launches.ts';

/** Docker on an instance with hop limit 1 and tokens required: without its key the container reaches no role until the limit is 2 (D-78). */
export async function containerHost(estate: Estate): Promise<void> {
  const bucket = `renders-${estate.accountId}`;
  await estate.bucket(bucket);
  await estate.user('renderer', { inline: { renders: useOfBucket(bucket) } });
  const key = await estate.key('renderer', 130);
  const ImageId = imageOf(estate, 'docker-host-2026.10', {
    sdk: 'go',
    calls: [{ service: 's3', operation: 'PutObject', bucket, key: 'frame.png' }],
    container: true,
  });
  const userData = `#!/bin/bash
systemctl enable --now docker
export AWS_ACCESS_KEY_ID=${key.accessKeyId}
export AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}
docker run -d --restart=always --name renderer -e AWS_REGION=${estate.region} -e AWS_ACCESS_KEY_ID -e AWS_SECRET_ACCESS_KEY renderer:4.1
`;
  await standaloneInstance(estate, 'docker-host', {
    ImageId,
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    userData,
  });
}
