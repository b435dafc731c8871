import type { LaunchSource } from '../../state/autoscaling.ts';
import type { Ec2Place } from '../../state/ec2.ts';
import { launchSpecOf } from '../ec2/launch-spec.ts';
import { isPinned, templatesIn } from './templates-in.ts';

/**
 * Why a refresh could not be rolled back, as one sentence, or null (D-75; API reference, RollbackInstanceRefresh): there must be a desired
 * configuration, and what the group has must be a numbered version with an AMI id. AWS does not say whether a launch configuration can be
 * returned to; here it cannot, so that nobody relies on it.
 */
export function rollbackProblem(place: Ec2Place, hasDesired: boolean, previous: LaunchSource): string | null {
  if (!hasDesired) return 'There is no desired configuration.';
  if (previous.LaunchConfigurationName !== undefined) return 'The Auto Scaling group has a launch configuration.';
  const templates = templatesIn(previous);
  if (!templates.every(isPinned)) return 'The Auto Scaling group uses the $Latest or $Default version of a launch template.';
  const usesParameter = templates.some(({ LaunchTemplateId, Version }) =>
    launchSpecOf(place, { LaunchTemplate: { LaunchTemplateId, Version } }).request.ImageId?.startsWith('resolve:ssm:'),
  );
  return usesParameter ? 'The launch template of the Auto Scaling group uses a Systems Manager parameter instead of an AMI ID.' : null;
}
