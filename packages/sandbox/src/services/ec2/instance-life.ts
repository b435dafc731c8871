import { bootMachine, forgetMachine } from '../../runtime/boot-machine.ts';
import type { Ec2Place, InstanceStateName, StoredInstance } from '../../state/ec2.ts';
import { inScaled, nowText } from '../ecs/times.ts';
import { dropAssociations } from './associate.ts';
import { publicAddress } from './launch-network.ts';
import { reasonTime, terminatedStaysVisible, times } from './times.ts';

/** Codes of the states. Source: API reference, InstanceState. */
export const stateCodes: Record<InstanceStateName, number> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

type Leaving = 'stopping' | 'shutting-down';

/** Starts a stopped instance: a new boot, with what the metadata service gives from now on. */
export function startInstance(place: Ec2Place, instance: StoredInstance): void {
  instance.state = 'pending';
  instance.next = { at: inScaled(place.world, times.boot), state: 'running' };
  instance.launchTime = nowText(place.world);
  if (place.ec2.network.subnets[instance.subnetId]?.mapPublicIpOnLaunch) instance.publicIp = publicAddress(place.world);
  instance.stateTransitionReason = '';
  instance.stateReason = null;
}

/** Stops or terminates; `why` goes into the transition's reason as EC2 words it. */
export function leave(place: Ec2Place, instance: StoredInstance, state: Leaving, why: string, code = 'Client.UserInitiatedShutdown'): void {
  const ends = state === 'stopping' ? 'stopped' : 'terminated';
  instance.state = state;
  instance.next = { at: inScaled(place.world, state === 'stopping' ? times.stop : times.terminate), state: ends };
  instance.stateTransitionReason = `${why} (${reasonTime(place.world.clock.now())})`;
  instance.stateReason = { code, message: `${code}: ${why === 'User initiated' ? 'User initiated shutdown' : why}` };
  instance.credentials = null;
}

/** One step of an instance that is due. */
export function stepInstance(place: Ec2Place, instance: StoredInstance): void {
  const state = instance.next?.state;
  instance.next = null;
  if (state === 'gone') {
    delete place.ec2.instances[instance.instanceId];
    return;
  }
  if (state === undefined) return;
  instance.state = state;
  if (state === 'running') bootUp(place, instance);
  if (state === 'stopped') instance.publicIp = null;
  if (state === 'terminated') end(place, instance);
}

/** Its processes begin anew: RebootInstances, and each time it comes up. */
export function bootUp(place: Ec2Place, instance: StoredInstance): void {
  instance.boots += 1;
  instance.bootedAt = nowText(place.world);
  bootMachine(place, instance);
}

function end(place: Ec2Place, instance: StoredInstance): void {
  dropAssociations(place, instance.instanceId);
  forgetMachine(place, instance.instanceId);
  instance.publicIp = null;
  instance.next = { at: new Date(place.world.clock.now().getTime() + terminatedStaysVisible).toISOString(), state: 'gone' };
}
