import type { z } from 'zod';
import { diffOfStep } from '../diff/of-step.ts';
import { absent } from '../inventory/reading.ts';
import type { groupTarget } from './auto-scaling-group.ts';
import type { GroupSnapshot } from './group-snapshot.ts';
import { sourceInWords } from './launch-source.ts';
import type { PlannedStep } from './planned-step.ts';
import type { GroupPlan } from './recipes/auto-scaling-group.ts';
import { namesOf } from './recipes/group-parts.ts';
import type { Step } from './step.ts';
import { describeStep } from './steps/describe.ts';

type Place = Pick<GroupSnapshot, 'region' | 'groupName' | 'accountId' | 'awsAccountId'>;

/** Planned step → as GET /api/plans/{id} shows it. */
export function groupStepView(step: PlannedStep, { region, groupName, accountId, awsAccountId }: Place): Step {
  const description = describeStep(step, { region, workloadName: groupName });
  const diff = diffOfStep(step, { taskDefinition: absent });
  return { id: step.id, kind: step.kind, account: { id: accountId, awsAccountId }, ...description, diff };
}

/** `target` of a group's plan: what it launches from now and then, and whom else the plan is about. */
export function groupTargetOf(snapshot: GroupSnapshot, { steps, role, profile }: GroupPlan): z.infer<typeof groupTarget> {
  const { groupName, workloadId, group, launches, standalone, served } = snapshot;
  const names = launches.state === 'known' ? namesOf(launches.value) : {};
  const from = group.state === 'known' ? sourceInWords(group.value.source, names) : 'not known';
  const verify = steps.find((step) => step.kind === 'verify-group');
  return {
    groupName,
    workloadId,
    roleArn: role.arn,
    profileArn: profile.arn,
    from,
    to: verify ? sourceInWords(verify.source, verify.names) : from,
    desiredCapacity: group.state === 'known' ? group.value.desiredCapacity : null,
    standalone: standalone.state === 'known' ? standalone.value : [],
    shared: served.state === 'known' ? served.value : [],
  };
}

/** The sentence that opens "Change": how many calls, where, what goes on meanwhile, what can be undone. */
export function groupSummary(steps: readonly PlannedStep[], { awsAccountId, region, groupName }: Place): string {
  const changing = steps.filter(({ kind }) => kind !== 'verify-group');
  if (changing.length === 0) return 'Nothing is to be changed: see what is not known, or so already.';
  const calls = `${changing.length} call${changing.length === 1 ? '' : 's'} that change account ${awsAccountId} in ${region}`;
  const refresh = steps.find((step) => step.kind === 'refresh-instances');
  if (refresh === undefined) return `${calls}; each can be undone; no instance of ${groupName} is replaced.`;
  const { MinHealthyPercentage: least, AutoRollback: goesBack } = refresh.preferences;
  const pace = least === 100 ? 'a new one in service before an old one goes' : `at least ${least} % of them in service`;
  const undo = goesBack ? 'AWS goes back by itself when the refresh fails' : 'going back is another refresh';
  return `${calls}; each can be undone; the instances of ${groupName} are replaced, ${pace}, and ${undo}. The key stays until it is retired.`;
}
