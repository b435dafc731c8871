import type { Ec2Place, StoredInstance } from '../state/ec2.ts';
import { boot } from './boot/boot.ts';
import { programOf } from './instance-program.ts';

/**
 * An instance comes up: its user data is followed, and what its program finds is kept until the next boot. User data runs at the first boot
 * only; files remain, exported variables do not (D-67). Instances without a program are left alone.
 */
export function bootMachine({ world, account, region }: Ec2Place, instance: StoredInstance): void {
  const { runtime } = world.state;
  if (!runtime || !programOf(runtime.programs, { accountId: account.id, region, imageId: instance.imageId })) return;
  runtime.machines ??= {};
  const before = runtime.machines[instance.instanceId];
  const result = boot({
    userData: instance.userData === null ? null : Buffer.from(instance.userData, 'base64'),
    isFirst: instance.boots <= 1,
    files: before?.disk.environment ?? {},
    substitute: (command) => answerTo(command, instance, account.id, region),
  });
  runtime.machines[instance.instanceId] = {
    bootedAt: instance.bootedAt ?? '',
    environment: result.environment,
    disk: { environment: result.files },
    container: result.container,
  };
}

/** A terminated instance has no disk any more. */
export function forgetMachine({ world }: Ec2Place, instanceId: string): void {
  delete world.state.runtime?.machines?.[instanceId];
}

/** What a script gets from the metadata service; without a token nothing where one is required. Null: some other command. */
function answerTo(command: string, { instanceId, availabilityZone, metadataOptions }: StoredInstance, accountId: string, region: string) {
  if (/\/latest\/api\/token\b/.test(command)) return metadataOptions.httpEndpoint === 'enabled' ? 'token' : '';
  const asked =
    /\/latest\/(meta-data\/(?:instance-id|placement\/(?:region|availability-zone))|dynamic\/instance-identity\/document)\b/.exec(command);
  if (!asked) return null;
  const isLetIn = metadataOptions.httpTokens === 'optional' || /x-aws-ec2-metadata-token\b/i.test(command);
  if (metadataOptions.httpEndpoint === 'disabled' || !isLetIn) return '';
  if (asked[1]?.endsWith('document')) return /accountId/.test(command) ? accountId : /region/.test(command) ? region : null;
  if (asked[1]?.endsWith('instance-id')) return instanceId;
  return asked[1]?.endsWith('region') ? region : availabilityZone;
}
