import { awsManagedArn } from '../../services/iam/aws-managed.ts';
import type { Estate } from '../builder.ts';
import { useOfBucket } from '../policies.ts';
import { imageOf, profileOf, standaloneInstance } from './launches.ts';

/** It has a profile already, for Systems Manager and the CloudWatch agent: that role must be extended, not replaced (D-65). */
export async function ssmProfile(estate: Estate): Promise<void> {
  const bucket = `sales-reports-${estate.accountId}`;
  await estate.bucket(bucket);
  const RoleName = 'ManagedInstanceRole';
  await estate.role(RoleName, {}, 'ec2.amazonaws.com');
  for (const name of ['AmazonSSMManagedInstanceCore', 'CloudWatchAgentServerPolicy']) {
    const input = { RoleName, PolicyArn: awsManagedArn(name, 'aws') };
    await estate.invoke({ accountId: estate.accountId, region: estate.region, service: 'iam', operation: 'AttachRolePolicy', input });
  }
  const profile = await profileOf(estate, RoleName);
  await estate.user('sales-reports', { inline: { reports: useOfBucket(bucket) } });
  const key = await estate.key('sales-reports', 190);
  const ImageId = imageOf(estate, 'sales-reports-3.0', {
    sdk: 'python',
    calls: [{ service: 's3', operation: 'PutObject', bucket, key: 'daily.csv' }],
  });
  const userData = `#!/bin/bash
yum install -y amazon-cloudwatch-agent
export AWS_ACCESS_KEY_ID=${key.accessKeyId}; export AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}
python3 /opt/reports/main.py &
`;
  await standaloneInstance(estate, 'sales-reports', { ImageId, IamInstanceProfile: { Name: profile }, userData });
}
