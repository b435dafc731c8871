import type { Page } from '@rolewright/shared/page.ts';
import type { InstanceProfile } from '@rolewright/shared/roles/instance-profile.ts';
import type { RoleDetail } from '@rolewright/shared/roles/role.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';

/** Instance profiles of the account's last scan whose ARN contains `q`. */
export const useProfiles = (account: string, q: string) =>
  useQuery({
    queryKey: ['instance-profiles', 'suggest', account, q],
    queryFn: () => api<Page<InstanceProfile>>('GET', withQuery('/api/instance-profiles', { account, q, limit: 50 })),
    placeholderData: keepPreviousData,
  });

/** A role of the last scan by its ARN; asked for only once the text is one. */
export const useScannedRole = (arn: string) =>
  useQuery({
    queryKey: ['role', arn],
    queryFn: () => api<RoleDetail>('GET', `/api/roles/${encodeURIComponent(arn)}`),
    enabled: /^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(arn),
    retry: false,
  });
