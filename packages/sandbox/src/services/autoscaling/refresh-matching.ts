import type { GroupInstance, LaunchSource, StoredGroup } from '../../state/autoscaling.ts';
import type { Ec2Place } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { versionNumber } from '../ec2/template-find.ts';

/**
 * Is an instance already what `source` asks for (SkipMatching)? Template and number have to be the same at this moment, and of a mixed policy
 * the type one of its overrides. Source: Auto Scaling user guide, use an instance refresh with skip matching.
 */
export function matches({ ec2 }: Ec2Place, member: GroupInstance, source: LaunchSource): boolean {
  const { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy } = source;
  if (LaunchConfigurationName !== undefined) return member.launchConfigurationName === LaunchConfigurationName;
  const { LaunchTemplateSpecification: base, Overrides = [] } = MixedInstancesPolicy?.LaunchTemplate ?? {};
  const override = Overrides.find(({ InstanceType }) => InstanceType === member.instanceType);
  if (Overrides.length > 0 && !override && !Overrides.some(({ InstanceRequirements }) => InstanceRequirements)) return false;
  const named = override?.LaunchTemplateSpecification ?? base ?? LaunchTemplate;
  if (!named || !member.launchTemplate) return false;
  const template = own(ec2.launchTemplates, named.LaunchTemplateId ?? '');
  const { id, version } = member.launchTemplate;
  return template?.launchTemplateId === id && version === versionNumber(template, named.Version);
}

/** Members that a refresh, or its rollback, has to replace: all that stay in the group for now. */
export const present = ({ instances }: StoredGroup): GroupInstance[] =>
  Object.values(instances).filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminating'));
