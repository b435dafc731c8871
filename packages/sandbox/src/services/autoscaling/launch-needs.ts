import { launchRequirements } from '../ec2/launch-requirements.ts';
import type { CallContext, Requirement } from '../service.ts';
import type { SentSource } from './launch-source.ts';
import { isPinned, templatesIn } from './templates-in.ts';

/**
 * Whoever gives a group a launch template must be allowed to launch from it: ec2:RunInstances, and iam:PassRole on the role of its profile
 * (D-74). For `$Latest` and `$Default` the version of this moment is asked about; a later one is not looked at again (D-73). Of a launch
 * configuration nothing is asked here: its role was passed when it was made. Source: Auto Scaling user guide, launch template permissions.
 */
export function launchNeeds(context: CallContext, sent: SentSource): Requirement[] {
  return templatesIn(sent).flatMap((LaunchTemplate) => launchRequirements({ LaunchTemplate }, context));
}

/** Does a call name a version by number? A policy may forbid it, or `$Latest` and `$Default` (autoscaling:LaunchTemplateVersionSpecified). */
export function versionCondition(sent: SentSource): Record<string, string> {
  const templates = templatesIn(sent);
  return templates.length === 0 ? {} : { 'autoscaling:LaunchTemplateVersionSpecified': String(templates.some(isPinned)) };
}
