import { roleOfWorkload } from '@rolewright/shared/inventory/runs-as.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { ObservedWorkload } from '../aws/observation-source.ts';

/** What a source of observations needs to find a workload's calls: by its keys and its role, as the last reading knows them. */
export function observedWorkload(workload: Workload): ObservedWorkload {
  const { accountId, region, name, kind, clusterArn, keys, ec2 } = workload;
  const roleArn = roleOfWorkload(workload);
  return {
    ...{ accountId, region, name, kind, clusterArn },
    instanceIds: ec2?.instanceIds ?? [],
    keyIds: keys.map(({ keyId }) => keyId),
    roleArns: roleArn === null ? [] : [roleArn],
  };
}
