import { type Ec2Place, ec2Places } from '../../state/ec2.ts';
import type { World } from '../../state/world.ts';
import { nowText } from '../ecs/times.ts';
import { stepAssociation } from './associate.ts';
import { stepInstance } from './instance-life.ts';

/** One pending wake-up per world, as in ECS: the state itself says what is due. */
const wakeUps = new WeakMap<World, () => void>();

/**
 * Does all that is due in EC2 by now (instances boot, stop and end, associations settle), then sets the clock for what comes next. Called
 * after every call that changes one, at start, and by its own timer.
 */
export function runEc2(world: World): void {
  wakeUps.get(world)?.();
  wakeUps.delete(world);
  for (const place of ec2Places(world)) advance(place);
  const next = earliest(world);
  if (next === null) return;
  const wait = Math.max(Date.parse(next) - world.clock.now().getTime(), 0);
  wakeUps.set(
    world,
    world.clock.after(wait, () => runEc2(world)),
  );
}

function advance(place: Ec2Place): void {
  const now = nowText(place.world);
  const isDue = ({ next }: { next: { at: string } | null }) => next !== null && next.at <= now;
  // A step may make another due at the same moment, with a time scale of 0; no thing has more than three of them.
  for (let round = 0; round < 4; round++) {
    const instances = Object.values(place.ec2.instances).filter(isDue);
    const associations = Object.values(place.ec2.associations).filter(isDue);
    for (const instance of instances) stepInstance(place, instance);
    for (const association of associations) stepAssociation(place, association);
    if (instances.length + associations.length === 0) return;
  }
}

function earliest(world: World): string | null {
  let earliest: string | null = null;
  for (const { ec2 } of ec2Places(world)) {
    for (const { next } of [...Object.values(ec2.instances), ...Object.values(ec2.associations)]) {
      if (next !== null && (earliest === null || next.at < earliest)) earliest = next.at;
    }
  }
  return earliest;
}
