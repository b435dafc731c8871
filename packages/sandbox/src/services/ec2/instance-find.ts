import type { Ec2State, StoredInstance } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault } from '../service.ts';

/** The instance of that id. Throws InvalidInstanceID.Malformed or InvalidInstanceID.NotFound. */
export function requireInstance(ec2: Ec2State, id: string | undefined): StoredInstance {
  const [instance] = requireInstances(ec2, [id ?? '']);
  return instance as StoredInstance;
}

/** All of those ids, or none. */
export function requireInstances({ instances }: Ec2State, ids: readonly string[]): StoredInstance[] {
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined) throw new AwsFault('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`);
  const missing = ids.filter((id) => !own(instances, id));
  if (missing.length === 1) throw new AwsFault('InvalidInstanceID.NotFound', `The instance ID '${missing[0]}' does not exist`);
  if (missing.length > 1) throw new AwsFault('InvalidInstanceID.NotFound', `The instance IDs '${missing.join(', ')}' do not exist`);
  return ids.map((id) => instances[id] as StoredInstance);
}

export const incorrectState = (message: string): AwsFault => new AwsFault('IncorrectInstanceState', message);

/** Refuses an instance that is on its way out. */
export function requireNotEnding({ instanceId, state }: StoredInstance): void {
  if (['shutting-down', 'terminated'].includes(state)) {
    throw incorrectState(`The instance '${instanceId}' is not in a valid state for this operation: it is ${state}.`);
  }
}
