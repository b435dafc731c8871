import { copyOfLaunchConfiguration, type LaunchConfiguration } from '../../aws/launch-configuration.ts';
import { launchEditsOf } from '../launch-edits.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';
import { editsInWords, userDataByHand, userDataInWords } from './edits-in-words.ts';
import { shellWord } from './shell-word.ts';

/** CreateLaunchConfiguration: a copy under a new name, since a launch configuration is never changed (D-71, D6). */
export function describeCreateLaunchConfiguration(step: StepOf<'create-launch-configuration'>, { region }: Place): StepDescription {
  const { launchConfigurationName: name, from, shown, edits } = step;
  return {
    title: `Copy the launch configuration ${from} with ${editsInWords(edits)}`,
    because: `A launch configuration is never changed, so that what is to differ needs a copy under a new name, ${name}. Every other member is the same. Accounts that were made since October 2024 cannot create one: then this step is refused and nothing of the group has been touched.`,
    calls: [
      call('autoscaling', 'CreateLaunchConfiguration', {
        ...copyOfLaunchConfiguration(shown as LaunchConfiguration, name, launchEditsOf(edits, null)),
        UserData: userDataInWords(edits, `of ${from}`),
      }),
    ],
    byHand: {
      console: [
        `EC2 → Launch configurations → ${from} → Actions → Copy launch configuration`,
        `Name ${name}; Additional configuration → IAM instance profile: choose it`,
        ...userDataByHand(edits),
      ],
      cli: [
        `aws autoscaling describe-launch-configurations --region ${region} --launch-configuration-names ${shellWord(from)}`,
        '# write copy.json and, decoded, user-data as the diff shows them',
        `aws autoscaling create-launch-configuration --region ${region} --cli-input-json file://copy.json --user-data file://user-data`,
      ],
    },
    undo: `Delete the launch configuration ${name} once the group does not launch from it`,
    reversible: true,
  };
}
