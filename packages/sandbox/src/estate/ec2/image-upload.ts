import type { Estate } from '../builder.ts';
import type { KeyPair } from '../every-member-definition.ts';
import { allow } from '../policies.ts';
import { base64, imageOf, subnetsOf } from './launches.ts';

/**
 * Document 003 (and module 4 before it): two web servers behind a health check put uploaded images into a bucket. Their user may do
 * everything to it; its key stands in the user data of the launch configuration, under the names that the document uses (D-04): the
 * servers' SDK is one that reads them. WebServerRole does not exist.
 */
export async function imageUpload(estate: Estate): Promise<void> {
  const bucket = `image-upload-${estate.accountId}`;
  await estate.bucket(bucket);
  const full = allow([['s3:*'], [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]]);
  await estate.user('image-upload', { managed: { 'image-upload-bucket': full } }, 500);
  const key = await estate.key('image-upload', 320);
  const ImageId = imageOf(estate, 'image-upload-web-5.2.0', {
    sdk: 'go',
    calls: [{ service: 's3', operation: 'PutObject', bucket, key: 'uploads/latest.jpg' }],
    healthCheck: true,
  });
  const call = { accountId: estate.accountId, region: estate.region, service: 'autoscaling' } as const;
  const LaunchConfigurationName = 'image-upload-web-v5';
  await estate.invoke({
    ...call,
    operation: 'CreateLaunchConfiguration',
    input: {
      LaunchConfigurationName,
      ImageId,
      InstanceType: 't3.micro',
      KeyName: 'workshop',
      AssociatePublicIpAddress: true,
      InstanceMonitoring: { Enabled: true },
      UserData: base64(userData(estate, key, bucket)),
    },
  });
  await estate.invoke({
    ...call,
    operation: 'CreateAutoScalingGroup',
    input: {
      AutoScalingGroupName: 'image-upload-web',
      LaunchConfigurationName,
      MinSize: 2,
      MaxSize: 4,
      DesiredCapacity: 2,
      VPCZoneIdentifier: subnetsOf(estate),
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 20,
      DefaultInstanceWarmup: 2,
      Tags: [{ Key: 'Name', Value: 'image-upload-web', PropagateAtLaunch: true }],
    },
  });
}

const userData = ({ region }: Estate, { accessKeyId, secretAccessKey }: KeyPair, bucket: string): string => `#!/bin/bash
yum update -y
yum install -y git nodejs
git clone https://github.com/example/image-upload.git /srv/image-upload
cd /srv/image-upload && npm ci --omit=dev
export AWS_REGION=${region}
export BUCKET=${bucket}
export AWS_ACCESS_KEY=${accessKeyId}
export AWS_SECRET_ACCESS_KEY=${secretAccessKey}
npm start > /var/log/image-upload.log 2>&1 &
`;
