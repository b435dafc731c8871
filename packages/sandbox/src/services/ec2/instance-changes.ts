import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { incorrectState, requireInstances } from './instance-find.ts';
import { bootUp, leave, startInstance } from './instance-life.ts';
import { reservationsOf } from './instance-reads.ts';
import { shownState } from './instance-view.ts';
import { onceFor } from './once.ts';
import { placeOf } from './place.ts';
import { launchInstances } from './run.ts';
import { runEc2 } from './tick.ts';
import type { Ec2 } from './types.ts';

export const instanceChangeHandlers: Handlers<Ec2> = {
  RunInstances(input, context) {
    const place = placeOf(context);
    const reservationId = onceFor(place.ec2, 'RunInstances', input, () => launchInstances(place, input)[0]?.reservationId ?? '');
    const made = Object.values(place.ec2.instances).filter((one) => one.reservationId === reservationId);
    return reservationsOf(place, made)[0] ?? { ReservationId: reservationId, Instances: [] };
  },

  /** One that runs already stays as it is. */
  StartInstances(input, context) {
    const changes = changeEach(context, input.InstanceIds, (place, instance) => {
      if (['pending', 'running'].includes(instance.state)) return;
      if (instance.state !== 'stopped')
        throw incorrectState(`The instance '${instance.instanceId}' is not in a state from which it can be started.`);
      startInstance(place, instance);
    });
    return { StartingInstances: changes };
  },

  StopInstances(input, context) {
    const changes = changeEach(context, input.InstanceIds, (place, instance) => {
      const { instanceId, state } = instance;
      if (['stopping', 'stopped'].includes(state)) return;
      if (state !== 'running') throw incorrectState(`This instance '${instanceId}' is not in a state from which it can be stopped.`);
      if (instance.disableApiStop) throw notPermitted(instanceId, 'stopped', 'disableApiStop');
      if (instance.lifecycle === 'spot') {
        const message = `You can't stop the Spot Instance '${instanceId}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`;
        throw new AwsFault('UnsupportedOperation', message);
      }
      leave(place, instance, 'stopping', 'User initiated');
    });
    return { StoppingInstances: changes };
  },

  /** No state changes: its processes begin anew, with what the metadata service gives. */
  RebootInstances(input, context) {
    changeEach(context, input.InstanceIds, (place, instance) => {
      if (instance.state !== 'running')
        throw incorrectState(`Instance ID ${instance.instanceId} is not in a state from which it can be rebooted`);
      bootUp(place, instance);
    });
    return {};
  },

  TerminateInstances(input, context) {
    const changes = changeEach(context, input.InstanceIds, (place, instance) => {
      if (['shutting-down', 'terminated'].includes(instance.state)) return;
      if (instance.disableApiTermination) throw notPermitted(instance.instanceId, 'terminated', 'disableApiTermination');
      leave(place, instance, 'shutting-down', 'User initiated');
    });
    return { TerminatingInstances: changes };
  },
};

const notPermitted = (id: string, what: string, attribute: string): AwsFault =>
  new AwsFault(
    'OperationNotPermitted',
    `The instance '${id}' may not be ${what}. Modify its '${attribute}' instance attribute and try again.`,
  );

/** Changes all of them or, where one cannot be changed, none; gives the states before and after. */
function changeEach(context: CallContext, ids: readonly string[] | undefined, change: (place: Ec2Place, instance: StoredInstance) => void) {
  const place = placeOf(context);
  const instances = requireInstances(place.ec2, [...new Set(ids ?? [])]);
  const before = structuredClone(instances);
  try {
    for (const instance of instances) change(place, instance);
  } catch (error) {
    for (const old of before) place.ec2.instances[old.instanceId] = old;
    throw error;
  }
  const changes = instances.map(({ instanceId, state }, index) => ({
    InstanceId: instanceId,
    CurrentState: shownState(state),
    PreviousState: shownState(before[index]?.state ?? state),
  }));
  runEc2(context.world);
  return changes;
}
