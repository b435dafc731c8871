import type { Estate } from '../builder.ts';
import { useOfBucket } from '../policies.ts';
import { base64, imageOf, subnetsOf } from './launches.ts';

/**
 * The second account answers as those that AWS has made since October 2024: launch configurations can be read and used there, and none can be
 * created (D-71). It has one of before, with a key.
 */
export async function noLaunchConfigurations(estate: Estate): Promise<void> {
  const bucket = `warehouse-labels-${estate.accountId}`;
  await estate.bucket(bucket);
  await estate.user('label-printer', { inline: { labels: useOfBucket(bucket) } });
  const key = await estate.key('label-printer', 480);
  const ImageId = imageOf(estate, 'label-printer-1.7', {
    sdk: 'java1',
    calls: [{ service: 's3', operation: 'PutObject', bucket, key: 'label.pdf' }],
  });
  const call = { accountId: estate.accountId, region: estate.region, service: 'autoscaling' } as const;
  const LaunchConfigurationName = 'label-printer-2021';
  const UserData = base64(`#!/bin/bash
export AWS_ACCESS_KEY=${key.accessKeyId}
export AWS_SECRET_KEY=${key.secretAccessKey}
java -jar /opt/labels.jar &
`);
  await estate.invoke({
    ...call,
    operation: 'CreateLaunchConfiguration',
    input: { LaunchConfigurationName, ImageId, InstanceType: 't2.small', UserData },
  });
  const input = {
    AutoScalingGroupName: 'label-printer',
    LaunchConfigurationName,
    MinSize: 1,
    MaxSize: 1,
    VPCZoneIdentifier: subnetsOf(estate),
  };
  await estate.invoke({ ...call, operation: 'CreateAutoScalingGroup', input });
  estate.world.state.accounts[estate.accountId]!.launchConfigurationsUnavailable = true;
}
