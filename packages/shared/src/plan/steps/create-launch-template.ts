import type { StepOf } from '../planned-step.ts';
import { copiedFrom } from './copied-from.ts';
import { call, type Place, type StepDescription } from './description.ts';
import { shellWord } from './shell-word.ts';

type Step = StepOf<'create-launch-template'>;

/** CreateLaunchTemplate like a launch configuration, or like a version that others use too: the same instance (D-71, D-73, D9). */
export function describeCreateLaunchTemplate(step: Step, { region }: Place): StepDescription {
  const { templateName, shown, tags } = step;
  const from = copiedFrom(step);
  return {
    title: `Create the launch template ${templateName} like ${step.launchConfigurationName ?? from}`,
    because: becauseOf(step),
    calls: [
      call('ec2', 'CreateLaunchTemplate', {
        LaunchTemplateName: templateName,
        LaunchTemplateData: { ...shown, UserData: `(the user data of ${step.launchConfigurationName ?? from})` },
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
      }),
    ],
    byHand: {
      console: consoleOf(step),
      cli: [
        readOf(step, region),
        '# write data.json as the diff shows it, with the UserData of that answer',
        `aws ec2 create-launch-template --region ${region} --launch-template-name ${templateName} --launch-template-data file://data.json`,
      ],
    },
    undo: `Delete the launch template ${templateName} once nothing launches from it`,
    reversible: true,
  };
}

function becauseOf({ copyOf, dropped }: Step): string {
  if (copyOf !== undefined) {
    return `Others launch from ${copyOf.templateName} too: a new version of it would reach whoever follows $Latest or $Default. The group gets a launch template of its own, and ${copyOf.templateName} stays as it is. Version 1 launches what the group launches now, the key in its user data too, so that a roll-back has somewhere to go.`;
  }
  const without = dropped.length === 0 ? '' : ` Left out: ${dropped.map(({ member, why }) => `${member} (${why})`).join(', ')}.`;
  return `Launch configurations are at the end of their life: accounts of today cannot make new ones, and AWS rolls an instance refresh back to a numbered template version only. Version 1 launches what the launch configuration launches, the key in its user data too: monitoring and other defaults that the two do not share are written out.${without}`;
}

const consoleOf = ({ launchConfigurationName, copyOf, templateName }: Step): string[] =>
  copyOf === undefined
    ? [
        `EC2 → Launch configurations → ${launchConfigurationName} → Copy to launch template → Copy selected`,
        'Set detailed monitoring as in the launch configuration: it is on there unless it was switched off',
      ]
    : [
        `EC2 → Launch templates → Create launch template, name ${templateName}, source template ${copyOf.templateName}, version ${copyOf.version}`,
      ];

const readOf = ({ launchConfigurationName, copyOf }: Step, region: string): string =>
  copyOf === undefined
    ? `aws autoscaling describe-launch-configurations --region ${region} --launch-configuration-names ${shellWord(launchConfigurationName ?? '')}`
    : `aws ec2 describe-launch-template-versions --region ${region} --launch-template-id ${copyOf.launchTemplateId} --versions ${copyOf.version} --query 'LaunchTemplateVersions[0].LaunchTemplateData'`;
