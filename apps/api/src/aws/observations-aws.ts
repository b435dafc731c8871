import type { Observation, Observations } from '@rolewright/shared/apply/run.ts';
import { roleNameOf } from '@rolewright/shared/aws/arn.ts';
import type { AwsAccounts } from './accounts.ts';
import type { ObservationSource } from './observation-source.ts';
import type { TrailEvent } from './readings.ts';

/** CloudTrail answers two look-ups a second (D-60). */
const mostInstances = 4;

/** Observations on AWS: CloudTrail's management events of the keys and of the instances' sessions. Data events (S3 objects, metrics) are not among them (D-60). */
export function awsObservations(aws: AwsAccounts): ObservationSource {
  return {
    async of(workload, since): Promise<Observations> {
      const port = await aws.port(workload.accountId, workload.region);
      const items: Observation[] = [];
      const gaps: string[] = ['Data events, such as S3 object calls, are not visible here; events come up to 15 minutes late.'];
      for (const keyId of workload.keyIds.slice(0, 2)) {
        const events = await port.read.trailEvents({ key: 'AccessKeyId', value: keyId }, since);
        if (events.state === 'known') items.push(...events.value.map((event) => observationOf(event, { keyId, instanceId: null })));
        else gaps.push('CloudTrail could not be read.');
      }
      // An instance's session is named after it.
      for (const instanceId of workload.instanceIds.slice(0, mostInstances)) {
        const events = await port.read.trailEvents({ key: 'Username', value: instanceId }, since);
        if (events.state === 'known') items.push(...events.value.map((event) => observationOf(event, { keyId: null, instanceId })));
        else gaps.push('CloudTrail could not be read.');
      }
      const others = workload.instanceIds.length - mostInstances;
      if (others > 0) gaps.push(`Calls of ${others} more instances are not looked up.`);
      for (const roleArn of workload.roleArns.slice(0, 1)) {
        const role = await port.read.role(roleNameOf(roleArn) ?? '');
        const used = role.state === 'known' ? role.value.lastUsed : null;
        if (used && new Date(used.at) >= since) {
          items.push({
            source: 'RoleLastUsed',
            at: used.at,
            identity: roleArn,
            keyId: null,
            calls: 1,
            failed: 0,
            lastError: null,
            instanceId: null,
          });
        }
      }
      items.sort((one, other) => one.at.localeCompare(other.at));
      return { items, notVisible: gaps.join(' ') };
    },
  };
}

const observationOf = (event: TrailEvent, by: Pick<Observation, 'keyId' | 'instanceId'>): Observation => ({
  source: 'CloudTrail',
  at: event.at,
  identity: event.identityArn ?? 'unknown',
  ...by,
  calls: 1,
  failed: event.errorCode === null ? 0 : 1,
  lastError: event.errorCode,
});
