import { publicImageId } from '../../services/ec2/images.ts';
import type { Estate } from '../builder.ts';
import { putMetrics } from '../policies.ts';
import { imageOf, profileOf, standaloneInstance } from './launches.ts';

/** Instances with nothing to report: no user data, user data without a key, and one that works with its role as it should. */
export async function innocentInstances(estate: Estate): Promise<void> {
  const amazonLinux = publicImageId(estate.region, 'al2023');
  await standaloneInstance(estate, 'bastion', { ImageId: amazonLinux, InstanceType: 't3.nano' });
  await standaloneInstance(estate, 'nat', {
    ImageId: amazonLinux,
    // A commit and a role's id: neither of them is a key (D-12, D-13).
    userData: `#!/bin/bash
export AWS_REGION=${estate.region}
export RELEASE=9fceb02d0ae598e95dc970b74767f19372d61af8
export ROLE_ID=AROAJLVXWUSK5UEXAMPLE
sysctl -w net.ipv4.ip_forward=1
`,
  });
  await estate.role('metrics-collector', { metrics: putMetrics }, 'ec2.amazonaws.com');
  const profile = await profileOf(estate, 'metrics-collector');
  const ImageId = imageOf(estate, 'metrics-collector-2.3', {
    sdk: 'js',
    calls: [{ service: 'cloudwatch', operation: 'PutMetricData', namespace: 'Hosts', metric: 'load' }],
  });
  await standaloneInstance(estate, 'metrics-collector', {
    ImageId,
    IamInstanceProfile: { Name: profile },
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    userData: '#!/bin/sh\nexec /opt/collector\n',
  });
}
