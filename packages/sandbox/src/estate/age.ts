import { autoScalingPlaces } from '../state/autoscaling.ts';
import { ec2Places } from '../state/ec2.ts';
import { ecsPlaces } from '../state/ecs.ts';
import type { World } from '../state/world.ts';

const sixDays = 6 * 86_400_000;

/** Moves the dates of all that was started while seeding six days back: an account that is looked at was not made this minute. */
export function age(world: World): void {
  ageInstances(world);
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

/** Members that say when. */
const moments = /(At|Time|Since)$/;

function ageInstances(world: World): void {
  for (const { ec2 } of ec2Places(world)) {
    for (const instance of Object.values(ec2.instances)) moveBack(instance);
    for (const association of Object.values(ec2.associations)) association.timestamp = before(association.timestamp);
    for (const template of Object.values(ec2.launchTemplates)) {
      for (const one of [template, ...Object.values(template.versions)]) moveBack(one);
    }
  }
  for (const { autoscaling } of autoScalingPlaces(world)) {
    for (const configuration of Object.values(autoscaling.launchConfigurations)) moveBack(configuration);
    for (const { group, instances, activities } of Object.values(autoscaling.groups)) {
      for (const one of [group, ...Object.values(instances), ...activities]) moveBack(one);
    }
  }
  for (const machine of Object.values(world.state.runtime?.machines ?? {})) moveBack(machine);
}

const before = (at: string): string => new Date(Date.parse(at) - sixDays).toISOString();

function moveBack(thing: object): void {
  const members = thing as Record<string, unknown>;
  for (const [name, value] of Object.entries(members)) {
    if (moments.test(name) && typeof value === 'string') members[name] = before(value);
  }
}
