import type { Estate } from '../builder.ts';
import type { KeyPair } from '../every-member-definition.ts';
import { putMetrics } from '../policies.ts';
import { base64, imageOf, profileOf, subnetsOf } from './launches.ts';

/** Template and group of an EKS node group: they are changed by EKS' own API only, which takes everything else back (D-77). */
export async function eksOwned(estate: Estate): Promise<void> {
  const marks = [
    { Key: 'eks:cluster-name', Value: 'platform' },
    { Key: 'eks:nodegroup-name', Value: 'workers' },
  ];
  await estate.role('platform-node', {}, 'ec2.amazonaws.com');
  const profile = await profileOf(estate, 'platform-node');
  await estate.user('node-metrics', { inline: { metrics: putMetrics } });
  const key = await estate.key('node-metrics', 340);
  const ImageId = imageOf(estate, 'amazon-eks-node-al2023-x86_64-standard-1.34', {
    sdk: 'go',
    calls: [{ service: 'cloudwatch', operation: 'PutMetricData', namespace: 'Nodes', metric: 'ready' }],
    reads: ['/etc/node-metrics.env'],
  });
  const LaunchTemplateName = 'eks-62c9a1f0-5c1d-4b8e-9f57-0d2f8a6b7c11';
  const call = { accountId: estate.accountId, region: estate.region } as const;
  await estate.invoke({
    ...call,
    service: 'ec2',
    operation: 'CreateLaunchTemplate',
    input: {
      LaunchTemplateName,
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: marks }],
      LaunchTemplateData: {
        ImageId,
        InstanceType: 'm5.large',
        IamInstanceProfile: { Name: profile },
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
        TagSpecifications: [{ ResourceType: 'instance', Tags: marks }],
        UserData: base64(userData(key)),
      },
    },
  });
  await estate.invoke({
    ...call,
    service: 'autoscaling',
    operation: 'CreateAutoScalingGroup',
    input: {
      AutoScalingGroupName: 'eks-workers-62c9a1f0-5c1d-4b8e-9f57-0d2f8a6b7c11',
      LaunchTemplate: { LaunchTemplateName, Version: '1' },
      MinSize: 1,
      MaxSize: 5,
      DesiredCapacity: 1,
      VPCZoneIdentifier: subnetsOf(estate),
      Tags: [...marks, { Key: 'kubernetes.io/cluster/platform', Value: 'owned' }].map((tag) => ({ ...tag, PropagateAtLaunch: true })),
    },
  });
}

const userData = ({ accessKeyId, secretAccessKey }: KeyPair): string => `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

---
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  cluster:
    name: platform
--//
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
cat > /etc/node-metrics.env <<EOF
AWS_ACCESS_KEY_ID=${accessKeyId}
AWS_SECRET_ACCESS_KEY=${secretAccessKey}
EOF
systemctl restart node-metrics
--//--
`;
