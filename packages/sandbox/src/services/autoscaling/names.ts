import type { AccountState, World } from '../../state/world.ts';
import { uuid } from '../ecs/ids.ts';

interface Place {
  world: World;
  account: AccountState;
  region: string;
}

/** `…:<kind>:<UUID>:<kind>Name/<name>`: the ARNs of Auto Scaling carry an id that a name used again does not repeat. */
export const newArn = (place: Place, kind: 'autoScalingGroup' | 'launchConfiguration', name: string): string =>
  arnOf(place, kind, uuid(place.world), name);

/** ARN of something that is not there: of its id nothing is known. */
export const unknownArn = (place: Omit<Place, 'world'>, kind: 'autoScalingGroup' | 'launchConfiguration', name: string): string =>
  arnOf(place, kind, '*', name);

function arnOf({ account, region }: Omit<Place, 'world'>, kind: string, id: string, name: string): string {
  return `arn:${account.partition}:autoscaling:${region}:${account.id}:${kind}:${id}:${kind}Name/${name}`;
}
