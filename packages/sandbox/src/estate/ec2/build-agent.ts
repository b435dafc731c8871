import type { Estate } from '../builder.ts';
import { allow } from '../policies.ts';
import { imageOf, standaloneInstance } from './launches.ts';

/**
 * Document 004: an agent that builds, on an instance without a profile, with a key in its user data. Its script is the document's: on the
 * instance's own role it assumes the role that its settings name, with the instance's id as the session's name, and asks the metadata service
 * without a token. Neither the implicit role nor builder-expansive exists yet.
 */
export async function buildAgent(estate: Estate): Promise<void> {
  const bucket = `build-artifacts-${estate.accountId}`;
  await estate.bucket(bucket);
  const everything = allow([['s3:*', 'ecs:List*', 'ecs:Describe*', 'cloudwatch:*'], '*']);
  await estate.user('builder', { inline: { builds: everything } }, 600);
  const key = await estate.key('builder', 410);
  const ImageId = imageOf(estate, 'build-agent-2.191', {
    sdk: 'python',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'builds/latest.tar' },
      { service: 'ecs', operation: 'ListClusters', input: {} },
    ],
    reads: ['/etc/build-agent.env'],
    assumes: { variable: 'EXPANSIVE_ROLE' },
    withoutToken: true,
  });
  const userData = `#!/bin/bash
# Azure DevOps agent
echo "EXPANSIVE_ROLE=builder-expansive" > /etc/build-agent.env
export AWS_DEFAULT_REGION=${estate.region}
export AWS_ACCESS_KEY_ID=${key.accessKeyId}
export AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}
/opt/agent/run.sh --once=false &
`;
  await standaloneInstance(estate, 'builder', { ImageId, InstanceType: 't3.large', KeyName: 'builds', userData });
}
