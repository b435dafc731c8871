import { createHash } from 'node:crypto';
import { identityOf } from '@rolewright/shared/inventory/sources.ts';

/** Id of a workload: the same for the same account, Region, kind, cluster and name, whatever revision it runs. */
export const workloadId = (accountId: string, region: string, source: Parameters<typeof identityOf>[2]): string =>
  `wl_${shortHash(identityOf(accountId, region, source))}`;

/** Id of anything that its facts identify. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
