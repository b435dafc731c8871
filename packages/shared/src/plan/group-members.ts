import { templatesIn } from '../aws/mixed-instances-policy.ts';
import type { DocumentKey } from '../inventory/ec2/facts.ts';
import type { GroupOf, MemberOf } from './group-snapshot.ts';
import type { LaunchSource } from './group-steps.ts';

/** Template versions that a source names, as it names them; none of a launch configuration. */
export function versionsIn(source: LaunchSource): { id: string; version: string }[] {
  if ('LaunchConfigurationName' in source) return [];
  if ('LaunchTemplate' in source) return [{ id: source.LaunchTemplate.LaunchTemplateId, version: source.LaunchTemplate.Version }];
  return templatesIn(source.MixedInstancesPolicy).map(({ launchTemplateId: id, version }) => ({ id, version }));
}

/** Where the user data of what a source names lies, as the inventory calls these places. Versions of the source have to be numbers. */
export function documentsIn(source: LaunchSource): DocumentKey[] {
  if ('LaunchConfigurationName' in source) return [{ source: 'launch-configuration', id: source.LaunchConfigurationName, version: 0 }];
  return versionsIn(source).map(({ id, version }) => ({ source: 'launch-template-version', id, version: Number(version) }));
}

/** Was this member launched from what the source names? Versions of the source have to be numbers (D-76). */
export function isFrom({ launchTemplate, launchConfigurationName }: MemberOf, source: LaunchSource): boolean {
  if ('LaunchConfigurationName' in source) return launchConfigurationName === source.LaunchConfigurationName;
  return versionsIn(source).some(({ id, version }) => id === launchTemplate?.id && version === launchTemplate.version);
}

/** Members that stay for now: not those that are on their way out. */
export const stayingIn = ({ members }: GroupOf): MemberOf[] =>
  members.filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat'));
