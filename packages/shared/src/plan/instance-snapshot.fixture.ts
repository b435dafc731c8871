import { defaultQuotas } from '../iam/carry-over.ts';
import { ec2Trust } from '../iam/trust.ts';
import { absent, known } from '../inventory/reading.ts';
import { inspectUserData } from '../user-data/inspect.ts';
import { encodeUtf8 } from '../user-data/utf8.ts';
import type { AssociationOf, InstanceOf, InstanceSnapshot, UserDataOf } from './instance-snapshot.ts';
import { arn, keyId, policy, role, user } from './snapshot.fixture.ts';
import type { RoleOf } from './snapshot.ts';

export const instanceId = 'i-0a1b2c3d4e5f60718';
export const profileArn = (name: string): string => arn(`instance-profile/rolewright/${name}`);

/** A role that EC2 may assume. */
export const ec2Role = (name: string, has: Partial<RoleOf> = {}): RoleOf => role(name, { trust: ec2Trust, ...has });

/** A profile of AWS' Systems Manager, by the role that an estate's instances mostly have. */
export const managedRole = ec2Role('ManagedInstanceRole', {
  attached: [
    policy(
      'AmazonSSMManagedInstanceCore',
      ['ssm:UpdateInstanceInformation', 'ssmmessages:*'],
      '*',
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ),
  ],
});

export const association = (name: string, has: Partial<AssociationOf> = {}): AssociationOf => ({
  associationId: 'iip-assoc-0123456789abcdef0',
  profileArn: profileArn(name),
  state: 'associated',
  ...has,
});

export const machine = (has: Partial<InstanceOf> = {}): InstanceOf => ({
  state: 'running',
  imageId: 'ami-0123456789abcdef0',
  instanceType: 't3.large',
  rootDeviceType: 'ebs',
  group: null,
  stack: null,
  metadata: { httpTokens: 'optional', hopLimit: 1, endpoint: 'enabled' },
  addressChanges: false,
  ...has,
});

/** User data as the plan keeps it. */
export function userData(text: string): UserDataOf {
  const { verdict, findings, lines } = inspectUserData(encodeUtf8(text));
  return { fingerprint: 'user-data-1', verdict, findings, lines };
}

/** Made at run time, so that no file holds what looks like a secret. */
export const keyScript = (rest = ''): string =>
  `#!/bin/bash\nexport AWS_ACCESS_KEY_ID=${keyId}\nexport AWS_SECRET_ACCESS_KEY=${'wJalrXUtnFEMI/K7MDENG+bPxRfiCY'.padEnd(40, 'x')}\n${rest}/opt/agent/run.sh &\n`;

/** An instance without a profile that carries a key of a user who may put metrics. */
export const instanceSnapshot = (change: Partial<InstanceSnapshot> = {}): InstanceSnapshot => ({
  readAt: '2026-11-26T09:00:00.000Z',
  accountId: 'account',
  awsAccountId: '560921689673',
  partition: 'aws',
  region: 'us-east-1',
  instanceId,
  name: 'builder',
  workloadId: null,
  instance: known(machine()),
  association: absent,
  userData: known(userData(keyScript())),
  currentRole: absent,
  profile: absent,
  role: absent,
  owners: [{ keyId, user: known(user('builder', { inline: [policy('metrics', 'cloudwatch:PutMetricData')] })) }],
  quotas: known(defaultQuotas),
  served: known([]),
  ...change,
});
