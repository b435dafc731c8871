import type { Estate } from '../builder.ts';
import { useOfBucket } from '../policies.ts';
import { base64, imageOf, subnetsOf } from './launches.ts';

/**
 * One launch template under two groups: shop-web goes by version 2, shop-web-spot by $Latest, so that a new version acts at once (D-73). All
 * three versions hold the key of shop-web; version 1 is used by nobody and is a residue (D-70).
 */
export async function sharedTemplate(estate: Estate): Promise<void> {
  const bucket = `shop-assets-${estate.accountId}`;
  await estate.bucket(bucket);
  await estate.user('shop-web', { inline: { assets: useOfBucket(bucket) } });
  const key = await estate.key('shop-web', 275);
  const ImageId = imageOf(estate, 'shop-web-11.4', {
    sdk: 'js',
    calls: [
      { service: 's3', operation: 'PutObject', bucket, key: 'rendered/index.html' },
      { service: 's3', operation: 'GetObject', bucket, key: 'rendered/index.html' },
    ],
  });
  const data = (InstanceType: 't3.small' | 't3.medium', version: string) => ({
    ImageId,
    InstanceType,
    MetadataOptions: { HttpTokens: 'optional' as const },
    UserData: base64(`#!/bin/sh
export AWS_REGION=${estate.region} BUCKET=${bucket} RELEASE=${version}
export AWS_ACCESS_KEY_ID='${key.accessKeyId}'
export AWS_SECRET_ACCESS_KEY='${key.secretAccessKey}'
exec /opt/shop/web
`),
  });
  const ec2 = { accountId: estate.accountId, region: estate.region, service: 'ec2' } as const;
  const LaunchTemplateName = 'shop-web';
  await estate.invoke({
    ...ec2,
    operation: 'CreateLaunchTemplate',
    input: { LaunchTemplateName, VersionDescription: 'first', LaunchTemplateData: data('t3.small', '11.2') },
  });
  for (const version of ['11.3', '11.4']) {
    const input = { LaunchTemplateName, VersionDescription: version, LaunchTemplateData: data('t3.medium', version) };
    await estate.invoke({ ...ec2, operation: 'CreateLaunchTemplateVersion', input });
  }
  for (const [AutoScalingGroupName, Version] of [
    ['shop-web', '2'],
    ['shop-web-spot', '$Latest'],
  ] as const) {
    const input = {
      AutoScalingGroupName,
      LaunchTemplate: { LaunchTemplateName, Version },
      MinSize: 1,
      MaxSize: 3,
      DesiredCapacity: 1,
      VPCZoneIdentifier: subnetsOf(estate),
    };
    await estate.invoke({ ...ec2, service: 'autoscaling', operation: 'CreateAutoScalingGroup', input });
  }
}
