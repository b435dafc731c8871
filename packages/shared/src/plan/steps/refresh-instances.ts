import { sourceInWords } from '../launch-source.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';
import { shellJson } from './shell-word.ts';

/** StartInstanceRefresh with every preference written out, watched to its end (D-75, D12). */
export function describeRefreshInstances(step: StepOf<'refresh-instances'>, { region }: Place): StepDescription {
  const { groupName, before, desired, preferences, names } = step;
  const input = {
    AutoScalingGroupName: groupName,
    Strategy: 'Rolling',
    ...(desired === null ? {} : { DesiredConfiguration: desired }),
    Preferences: preferences,
  };
  return {
    title: `Replace the instances of ${groupName}${desired === null ? '' : ` by those of ${sourceInWords(desired, names)}`}`,
    because: `${pace(step)} A program keeps its key until its instance is gone, so that all of them are replaced. ${back(step)} A failing probe or an alarm that rings stops it.`,
    calls: [
      call('autoscaling', 'StartInstanceRefresh', input),
      call('autoscaling', 'DescribeInstanceRefreshes', { AutoScalingGroupName: groupName }),
    ],
    byHand: {
      console: [
        `EC2 → Auto Scaling groups → ${groupName} → Instance refresh → Start instance refresh`,
        `Minimum healthy ${preferences.MinHealthyPercentage} %, maximum healthy ${preferences.MaxHealthyPercentage} %`,
        ...(desired === null ? [] : ['Desired configuration: the new version; switch on automatic rollback']),
      ],
      cli: [
        `aws autoscaling start-instance-refresh --region ${region} --cli-input-json ${shellJson(input)}`,
        `aws autoscaling describe-instance-refreshes --region ${region} --auto-scaling-group-name ${shellJson(groupName)}`,
        ...(desired === null
          ? []
          : [
              `# to go back meanwhile: aws autoscaling rollback-instance-refresh --region ${region} --auto-scaling-group-name ${shellJson(groupName)}`,
            ]),
      ],
    },
    undo: `Bring the instances of ${groupName} back to ${sourceInWords(before, names)}: ${desired === null ? 'AWS cannot roll this refresh back, so that they are replaced once more' : 'by AWS’ own rollback while the refresh is under way, by another refresh afterwards'}`,
    reversible: true,
  };
}

/** How many at a time, and where it waits. */
function pace({ preferences }: StepOf<'refresh-instances'>): string {
  const {
    MinHealthyPercentage: least,
    MaxHealthyPercentage: most,
    CheckpointPercentages: checkpoints,
    CheckpointDelay: delay,
  } = preferences;
  const order =
    least === 100
      ? 'A new instance is launched and has to be healthy before an old one is terminated'
      : `At least ${least} % of the desired capacity stays in service`;
  const stops = checkpoints === undefined ? '' : ` It waits ${delay} s at ${checkpoints.map((one) => `${one} %`).join(', ')}.`;
  return `${order}, and never more than ${most} % run.${stops}`;
}

function back({ desired, preferences }: StepOf<'refresh-instances'>): string {
  if (desired === null)
    return 'The group launches from a launch configuration, to which AWS rolls nothing back: going back is another refresh.';
  return preferences.AutoRollback
    ? 'The new version is sent as the desired configuration: the group takes it when all is replaced, and AWS goes back by itself when it fails.'
    : 'The image is named by a Systems Manager parameter, so that AWS rolls nothing back: going back is another refresh.';
}
