import { diffOfStep } from '../diff/of-step.ts';
import { absent } from '../inventory/reading.ts';
import type { InstanceSnapshot } from './instance-snapshot.ts';
import type { PlannedStep } from './planned-step.ts';
import type { Step } from './step.ts';
import { describeStep } from './steps/describe.ts';

type Place = Pick<InstanceSnapshot, 'region' | 'name' | 'accountId' | 'awsAccountId'>;

/** Planned step → as GET /api/plans/{id} shows it. */
export function instanceStepView(step: PlannedStep, { region, name, accountId, awsAccountId }: Place): Step {
  const description = describeStep(step, { region, workloadName: name });
  const diff = diffOfStep(step, { taskDefinition: absent });
  return { id: step.id, kind: step.kind, account: { id: accountId, awsAccountId }, ...description, diff };
}

/** The sentence that opens "Change": how many calls, where, what goes on meanwhile, what can be undone. */
export function instanceSummary(steps: readonly PlannedStep[], { awsAccountId, region, name }: Place): string {
  const changing = steps.filter(({ kind }) => kind !== 'verify-instance');
  if (changing.length === 0) return 'Nothing is to be changed: see what is not known, or so already.';
  const calls = `${changing.length} call${changing.length === 1 ? '' : 's'} that change account ${awsAccountId} in ${region}`;
  const stops = changing.some(({ kind }) => kind === 'stop-instance');
  const lasting = changing.some(({ kind }) => kind === 'remove-user-data-keys');
  const meanwhile = stops ? `${name} is stopped and started once, at the end` : `${name} is neither stopped nor started`;
  const undo = lasting ? 'all can be undone but the key lines, which are kept nowhere' : 'each can be undone';
  return `${calls}; ${undo}; ${meanwhile}. Programs that started with a key keep it until they are started again.`;
}
