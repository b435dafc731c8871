import type { Reading } from '../inventory/reading.ts';
import type { Basis } from './basis.ts';
import { canonicalJson } from './fingerprint.ts';
import type { InstanceSnapshot } from './instance-snapshot.ts';

/** The mutable facts that the move of an instance was planned from (D-95). */
export function basisOfInstance({
  instance,
  association,
  stopProtection,
  userData,
  currentRole,
  profile,
  role,
  owners,
}: InstanceSnapshot): Basis {
  const [one, held] = [instance.state === 'known' ? instance.value : null, association.state === 'known' ? association.value : null];
  return {
    'the state of the instance': one?.state ?? textOf(instance),
    'the Auto Scaling group of the instance': one === null ? textOf(instance) : (one.group ?? 'none'),
    'the metadata options of the instance': one === null ? textOf(instance) : canonicalJson(one.metadata),
    'the instance profile of the instance': held === null ? textOf(association) : `${held.profileArn} (${held.associationId})`,
    'the user data of the instance': userData.state === 'known' ? userData.value.fingerprint : textOf(userData),
    ...(stopProtection === undefined ? {} : { 'the stop protection of the instance': textOf(stopProtection) }),
    'the role of the instance': textOf(currentRole),
    'the instance profile of the plan': textOf(profile),
    'the role': textOf(role),
    ...Object.fromEntries(
      owners.map(({ keyId, user }) => [`the policies of the user of key ${keyId.slice(0, 4)}…${keyId.slice(-4)}`, textOf(user)]),
    ),
  };
}

export function textOf(reading: Reading<unknown>): string {
  if (reading.state === 'known') return canonicalJson(reading.value);
  return reading.state === 'absent' ? 'absent' : 'not readable';
}
