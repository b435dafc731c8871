import { activeAssociation, type Ec2Place, type StoredAssociation, type StoredInstance } from '../../state/ec2.ts';
import type { InstanceProfileState } from '../../state/iam.ts';
import { inScaled, nowText } from '../ecs/times.ts';
import { newEc2Id } from './ids.ts';
import { disassociatedStaysVisible, times } from './times.ts';

/**
 * Puts a profile on an instance; the caller has made sure that there is none. Associated when it is launched with it, else a little later.
 * The metadata service gives the new role at once, since nothing of another one is left.
 */
export function associate(place: Ec2Place, instance: StoredInstance, profile: InstanceProfileState, atLaunch: boolean): StoredAssociation {
  const { world, ec2 } = place;
  const association: StoredAssociation = {
    associationId: newEc2Id(world, 'iip-assoc'),
    instanceId: instance.instanceId,
    profileArn: profile.arn,
    profileId: profile.id,
    state: atLaunch ? 'associated' : 'associating',
    timestamp: nowText(world),
    next: atLaunch ? null : { at: inScaled(world, times.associate), state: 'associated' },
  };
  ec2.associations[association.associationId] = association;
  instance.associationId = association.associationId;
  instance.credentials = null;
  return association;
}

/** Takes the instance's profile off: it is disassociating, then disassociated for a minute. */
export function disassociate(place: Ec2Place, association: StoredAssociation): void {
  association.state = 'disassociating';
  association.next = { at: inScaled(place.world, times.associate), state: 'disassociated' };
  const instance = place.ec2.instances[association.instanceId];
  if (!instance) return;
  instance.associationId = null;
  instance.credentials = null;
}

/** One step of an association that is due. */
export function stepAssociation(place: Ec2Place, association: StoredAssociation): void {
  const state = association.next?.state;
  association.next = null;
  if (state === 'gone') delete place.ec2.associations[association.associationId];
  if (state === undefined || state === 'gone') return;
  association.state = state;
  if (state === 'disassociated') {
    const at = new Date(place.world.clock.now().getTime() + disassociatedStaysVisible).toISOString();
    association.next = { at, state: 'gone' };
  }
}

/** A terminated instance has no profile any more. */
export function dropAssociations({ ec2 }: Ec2Place, instanceId: string): void {
  const association = activeAssociation(ec2, instanceId);
  if (association) delete ec2.associations[association.associationId];
}
