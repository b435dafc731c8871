import { ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { ReadCall, ReadTried } from '@rolewright/shared/proof/read-call.ts';
import { call } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { ServiceClients } from './clients.ts';

/** Makes one reading call and says whether AWS allowed it; one item at most is read, and none is told (B6). */
export async function tryRead(clients: ServiceClients, asked: ReadCall): Promise<ReadTried> {
  const [service = '', operation = ''] = asked.action.split(':');
  try {
    await call(service, operation, () => send(clients, asked));
    return { action: asked.action, observed: 'allowed', code: null };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { action: asked.action, observed: error.kind === 'denied' ? 'denied' : 'failed', code: error.code };
  }
}

function send(clients: ServiceClients, asked: ReadCall): Promise<unknown> {
  switch (asked.action) {
    case 'sts:GetCallerIdentity':
      return clients.sts().send(new GetCallerIdentityCommand({}));
    case 's3:ListBucket':
      return clients.s3().send(new ListObjectsV2Command({ Bucket: asked.bucket, MaxKeys: 1 }));
    case 'iam:GetRole':
      return clients.iam().send(new GetRoleCommand({ RoleName: asked.roleName }));
    case 'ecs:ListClusters':
      return clients.ecs().send(new ListClustersCommand({ maxResults: 1 }));
  }
}
