import type { LaunchSource, StoredGroup } from '../../state/autoscaling.ts';

const members = ['LaunchConfigurationName', 'LaunchTemplate', 'MixedInstancesPolicy'] as const;

/** What a group launches from: the one of the three that it has. */
export function sourceOf(group: StoredGroup['group']): LaunchSource {
  const [member] = members.filter((name) => group[name] !== undefined);
  return member ? { [member]: structuredClone(group[member]) } : {};
}

/** Gives a group another source; the three exclude each other (D-74). */
export function setSource(group: StoredGroup['group'], source: LaunchSource): void {
  for (const member of members) delete group[member];
  Object.assign(group, structuredClone(source));
}
