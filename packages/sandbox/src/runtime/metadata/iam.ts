import { activeAssociation } from '../../state/ec2.ts';
import type { Caller } from './address.ts';
import { credentialsNow, roleDocument } from './role.ts';

/**
 * `meta-data/iam/…`: profile and credentials. Null (404) while there is no profile, so that a program which found no credentials finds them
 * on its next try after the association (D-66).
 */
export function inIam({ place, instance }: Caller, path: string): string | null {
  const association = activeAssociation(place.ec2, instance.instanceId);
  if (!association) return null;
  const now = place.world.clock.now().toISOString();
  if (path === '') return 'info\nsecurity-credentials/';
  if (path === 'info') {
    return json({
      Code: 'Success',
      LastUpdated: (instance.credentials?.issuedAt ?? now).replace(/\.\d+Z$/, 'Z'),
      InstanceProfileArn: association.profileArn,
      InstanceProfileId: association.profileId,
    });
  }
  const asked = /^security-credentials(?:\/(.*))?$/.exec(path);
  if (asked === null) return null;
  const given = credentialsNow(place, instance);
  if (given.kind === 'none') return null;
  if (!asked[1]) return given.roleName;
  return asked[1] === given.roleName ? json(roleDocument(given, now)) : null;
}

const json = (value: object): string => JSON.stringify(value, null, 2);
