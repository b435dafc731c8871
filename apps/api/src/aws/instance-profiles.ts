import { type IAMClient, ListInstanceProfilesCommand } from '@aws-sdk/client-iam';
import { call } from './answer.ts';
import type { Ec2Read } from './ec2-port.ts';

const pageSize = 1000;

/** Instance profiles of an account with the role that each holds: what GetAccountAuthorizationDetails does not tell of empty ones (D-42). */
export function instanceProfilesRead(client: () => IAMClient): Pick<Ec2Read, 'instanceProfiles'> {
  return {
    async *instanceProfiles() {
      let Marker: string | undefined;
      do {
        const command = new ListInstanceProfilesCommand({ MaxItems: pageSize, Marker });
        const page = await call('iam', 'ListInstanceProfiles', () => client().send(command));
        yield (page.InstanceProfiles ?? []).map((one) => ({
          arn: one.Arn ?? '',
          name: one.InstanceProfileName ?? '',
          roleArn: one.Roles?.[0]?.Arn ?? null,
          createdAt: one.CreateDate?.toISOString() ?? '',
        }));
        Marker = page.IsTruncated === true ? page.Marker : undefined;
      } while (Marker !== undefined);
    },
  };
}
