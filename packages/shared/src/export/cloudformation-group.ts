import { nextLaunchTemplateData } from '../aws/launch-template-data.ts';
import type { GroupKind } from '../plan/group-steps.ts';
import { launchEditsOf } from '../plan/launch-edits.ts';
import { sourceInWords } from '../plan/launch-source.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import { shellJson, shellWord } from '../plan/steps/shell-word.ts';
import { iamResources, type Resource } from './cloudformation-iam.ts';
import { accountOf, handWork as handWorkOfInstance, isInInstanceTemplate, profiles } from './cloudformation-instance.ts';
import { cloudFormationValue, parameterName } from './cloudformation-value.ts';
import { type GroupExportSource, templatesWithUserData, versionOf } from './group-source.ts';
import { withoutMasked } from './shown-members.ts';
import { accountNames, stepsOf } from './source.ts';

type HandWork = { [K in GroupKind]: (step: StepOf<K>) => string[] };

/** Whether a template holds anything of the plan: a stack without resources cannot be created. */
export const isInGroupTemplate = (step: PlannedStep): boolean => step.kind === 'create-launch-template' || isInInstanceTemplate(step);

/**
 * The move of a group as a stack of role, policies, profile and, where the plan makes one, the launch template. A stack cannot take over a group
 * that runs while it makes something else, so that `Metadata` says how the group is given it.
 */
export function cloudFormationOfGroup(source: GroupExportSource): Record<string, unknown> {
  const { workload, steps, place, blockers } = source;
  const others = accountNames(source);
  const roleId = `${parameterName(workload)}Role`;
  const templates = launchTemplates(source);
  const parameters = {
    ...Object.fromEntries(
      templatesWithUserData(source).map(({ templateName }, index) => [userDataName(index), userDataParameter(templateName)]),
    ),
    ...Object.fromEntries([...others].map(([id, name]) => [parameterName(name), accountOf(id)])),
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    // In ASCII: CloudFormation shows other characters as question marks.
    Description: `Moves the Auto Scaling group ${workload.replaceAll(/[^\x20-\x7e]/g, ' ')} to a role. Create the stack with CAPABILITY_NAMED_IAM.`,
    Metadata: {
      Rolewright: {
        ByHand: [
          ...blockers.map((sentence) => `The console does not start this plan. Not so when it was made: ${sentence}`),
          ...steps.flatMap((step) => handWork(step, source)),
        ],
      },
    },
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
    Resources: cloudFormationValue({ ...iamResources(steps, roleId), ...profiles(source, roleId), ...templates }, place, others),
  };
}

/** The parameter of the user data of a launch template, by its place among those that have some. */
const userDataName = (index: number): string => (index === 0 ? 'UserData' : `UserData${index + 1}`);
const userDataParameter = (templateName: string) => ({
  Type: 'String',
  NoEcho: true,
  MaxLength: 4096,
  Description: `User data of ${templateName} without the key lines, in base64. Longer than 4096 characters: write it into the template.`,
});

/** AWS::EC2::LaunchTemplate takes the members of RequestLaunchTemplateData under their own names. */
function launchTemplates(source: GroupExportSource): Record<string, Resource> {
  const withUserData = templatesWithUserData(source);
  return Object.fromEntries(
    stepsOf(source.steps, 'create-launch-template').map((step) => {
      const { templateName, shown } = step;
      const version = versionOf(step, source);
      const profile = stepsOf(source.steps, 'create-instance-profile').find(({ profileArn }) => profileArn === version?.edits.profileArn);
      const data = nextLaunchTemplateData(withoutMasked(shown).document, version ? launchEditsOf(version.edits, null) : {});
      const own = profile ? { IamInstanceProfile: { Arn: { 'Fn::GetAtt': [`${parameterName(profile.profileName)}Profile`, 'Arn'] } } } : {};
      const place = withUserData.indexOf(step);
      const LaunchTemplateData = { ...data, ...own, ...(place < 0 ? {} : { UserData: { Ref: userDataName(place) } }) };
      const Properties = { LaunchTemplateName: templateName, LaunchTemplateData };
      return [`${parameterName(templateName)}Template`, { Type: 'AWS::EC2::LaunchTemplate', Properties }];
    }),
  );
}

/** What CloudFormation cannot do of each kind of step, as sentences; a kind that is missing here does not compile. */
const handWorkOf = {
  'create-launch-template': ({ shown }) =>
    withoutMasked(shown).hidden.map((path) => `Write the value of ${path} into the launch template.`),
  'create-launch-template-version': ({ launchTemplateId, templateName, sourceVersion }) =>
    launchTemplateId.startsWith('step:')
      ? []
      : [
          `Create a version of the launch template ${templateName} from all of version ${sourceVersion}, with the instance profile and without the key lines (aws ec2 create-launch-template-version).`,
        ],
  'create-launch-configuration': ({ from, launchConfigurationName }) => [
    `Copy the launch configuration ${from} to ${launchConfigurationName} with the instance profile and without the key lines.`,
  ],
  'update-group': ({ groupName, after, names }) => [
    JSON.stringify(after).includes('step:')
      ? `Let ${groupName} launch from ${sourceInWords(after, names)}.`
      : `aws autoscaling update-auto-scaling-group --cli-input-json ${shellJson({ AutoScalingGroupName: groupName, ...after })}`,
  ],
  'refresh-instances': ({ groupName, desired, names, preferences }) => [
    `aws autoscaling start-instance-refresh --auto-scaling-group-name ${shellWord(groupName)} --preferences ${shellJson(preferences)}${desired === null ? '' : `, with ${sourceInWords(desired, names)} as the desired configuration`}`,
  ],
  'verify-group': ({ groupName }) => [`See that every instance of ${groupName} was launched from it, and that the role is used.`],
} satisfies HandWork;

function handWork(step: PlannedStep, source: GroupExportSource): string[] {
  const say = handWorkOf[step.kind as GroupKind] as ((step: PlannedStep) => string[]) | undefined;
  return say === undefined ? handWorkOfInstance(step, source) : say(step);
}
