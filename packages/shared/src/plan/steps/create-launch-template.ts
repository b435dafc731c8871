import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';
import { shellWord } from './shell-word.ts';

/** CreateLaunchTemplate from a launch configuration: the same instance in the words of a template (D-71, D9). */
export function describeCreateLaunchTemplate(step: StepOf<'create-launch-template'>, { region }: Place): StepDescription {
  const { templateName, launchConfigurationName, shown, dropped, tags } = step;
  const without = dropped.length === 0 ? '' : ` Left out: ${dropped.map(({ member, why }) => `${member} (${why})`).join(', ')}.`;
  return {
    title: `Create the launch template ${templateName} like ${launchConfigurationName}`,
    because: `Launch configurations are at the end of their life: accounts of today cannot make new ones, and AWS rolls an instance refresh back to a numbered template version only. Version 1 launches what the launch configuration launches, the key in its user data too: monitoring and other defaults that the two do not share are written out.${without}`,
    calls: [
      call('ec2', 'CreateLaunchTemplate', {
        LaunchTemplateName: templateName,
        LaunchTemplateData: { ...shown, UserData: `(the user data of ${launchConfigurationName})` },
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
      }),
    ],
    byHand: {
      console: [
        `EC2 → Launch configurations → ${launchConfigurationName} → Copy to launch template → Copy selected`,
        'Set detailed monitoring as in the launch configuration: it is on there unless it was switched off',
      ],
      cli: [
        `aws autoscaling describe-launch-configurations --region ${region} --launch-configuration-names ${shellWord(launchConfigurationName)}`,
        '# write data.json as the diff shows it, with the UserData of that answer',
        `aws ec2 create-launch-template --region ${region} --launch-template-name ${templateName} --launch-template-data file://data.json`,
      ],
    },
    undo: `Delete the launch template ${templateName} once nothing launches from it`,
    reversible: true,
  };
}
