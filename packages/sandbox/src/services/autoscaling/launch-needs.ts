import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import { passRole } from '../../auth/pass-role.ts';
import { type Ec2Place, ec2Place } from '../../state/ec2.ts';
import { launchSpecOf } from '../ec2/launch-spec.ts';
import { roleInProfile } from '../ec2/profile.ts';
import { AwsFault, type CallContext, type Requirement } from '../service.ts';
import type { SentSource } from './launch-source.ts';
import { isPinned, templatesIn } from './templates-in.ts';

/**
 * Whoever gives a group a launch template must be allowed to launch from it: ec2:RunInstances, and iam:PassRole on the role of its profile
 * (D-74). For `$Latest` and `$Default` the version of this moment is asked about; a later one is not looked at again (D-73). Of a launch
 * configuration nothing is asked here: its role was passed when it was made. Source: Auto Scaling user guide, launch template permissions.
 */
export function launchNeeds(context: CallContext, sent: SentSource): Requirement[] {
  const place = ec2Place(context.world, context.account, context.region);
  return templatesIn(sent).flatMap((template) => needsOf(place, context, template));
}

function needsOf(place: Ec2Place, { account, region }: CallContext, named: LaunchTemplateSpecification): Requirement[] {
  const arn = (kind: string, id: string) => `arn:${account.partition}:ec2:${region}:${account.id}:${kind}/${id}`;
  try {
    const { request, launchTemplate } = launchSpecOf(place, { LaunchTemplate: named });
    const template = arn('launch-template', launchTemplate?.id ?? '');
    const conditions = {
      'ec2:LaunchTemplate': template,
      'ec2:IsLaunchTemplateResource': 'true',
      ...(request.InstanceType === undefined ? {} : { 'ec2:InstanceType': request.InstanceType }),
    };
    const role = request.IamInstanceProfile ? roleInProfile(place, request.IamInstanceProfile) : null;
    return [
      { action: 'ec2:RunInstances', resource: template, context: conditions },
      { action: 'ec2:RunInstances', resource: arn('instance', '*'), context: conditions },
      ...(role === null ? [] : [passRole(role, 'ec2.amazonaws.com')]),
    ];
  } catch (error) {
    // What is not there is refused by the handler, in its words.
    if (error instanceof AwsFault) return [];
    throw error;
  }
}

/** Does a call name a version by number? A policy may forbid it, or `$Latest` and `$Default` (autoscaling:LaunchTemplateVersionSpecified). */
export function versionCondition(sent: SentSource): Record<string, string> {
  const templates = templatesIn(sent);
  return templates.length === 0 ? {} : { 'autoscaling:LaunchTemplateVersionSpecified': String(templates.some(isPinned)) };
}
