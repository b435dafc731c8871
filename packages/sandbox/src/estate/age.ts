import { ecsPlaces } from '../state/ecs.ts';
import type { World } from '../state/world.ts';

const sixDays = 6 * 86_400_000;

/** Moves the dates of all that was started while seeding six days back: an account that is looked at was not made this minute. */
export function age(world: World): void {
  for (const { ecs } of ecsPlaces(world)) {
    for (const { task } of Object.values(ecs.tasks)) moveBack(task);
    for (const set of Object.values(ecs.taskSets)) moveBack(set);
    for (const { deployments, events } of Object.values(ecs.services)) {
      for (const { deployment } of deployments) moveBack(deployment);
      for (const event of events) moveBack(event);
    }
    for (const { definition } of Object.values(ecs.taskDefinitions)) {
      if (definition.deregisteredAt) definition.deregisteredAt = before(definition.deregisteredAt);
    }
  }
}

const before = (at: string): string => new Date(Date.parse(at) - sixDays).toISOString();

function moveBack(thing: object): void {
  const members = thing as Record<string, unknown>;
  for (const [name, value] of Object.entries(members)) {
    if (name.endsWith('At') && typeof value === 'string') members[name] = before(value);
  }
}
