import { sourceInWords } from '../launch-source.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';
import { shellJson, shellWord } from './shell-word.ts';

/** UpdateAutoScalingGroup with what the group launches from and nothing else: what is there already runs on (D-74, D11). */
export function describeUpdateGroup(step: StepOf<'update-group'>, { region }: Place): StepDescription {
  const { groupName, before, after, names } = step;
  const [from, to] = [sourceInWords(before, names), sourceInWords(after, names)];
  const isCopy = 'LaunchConfigurationName' in after;
  return {
    title: `Let ${groupName} launch from ${to}`,
    because: isCopy
      ? 'Instances that are launched from now on have the role and no key line. Those that run stay as they are until they are replaced. Only this one property is sent, so that no other can change.'
      : 'AWS rolls an instance refresh back to a numbered version only, and a group that follows $Latest or $Default would launch from a new version unasked. This one launches the same as before: no instance is replaced, and only this one property is sent.',
    calls: [call('autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName: groupName, ...after })],
    byHand: {
      console: [`EC2 → Auto Scaling groups → ${groupName} → Details → Launch template → Edit`, `Choose ${to}`, 'Update'],
      cli: [
        `aws autoscaling update-auto-scaling-group --region ${region} --cli-input-json ${shellJson({ AutoScalingGroupName: groupName, ...after })}`,
        ...(JSON.stringify(after).includes('step:')
          ? [`# in place of ${shellWord('step:…')}: the id and the version that were made before`]
          : []),
      ],
    },
    undo: `Let ${groupName} launch from ${from} again`,
    reversible: true,
  };
}
