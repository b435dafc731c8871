import { AutoScalingClient, SetInstanceProtectionCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { autoScalingOf, type StoredGroup } from '@rolewright/sandbox/state/autoscaling.ts';
import { ec2Of, type StoredLaunchTemplate } from '@rolewright/sandbox/state/ec2.ts';
import type { GroupInputs, GroupRecipe } from '@rolewright/shared/plan/auto-scaling-group.ts';
import { groupInputs } from '@rolewright/shared/plan/auto-scaling-group.ts';
import type { GroupPlanView } from '@rolewright/shared/plan/plan.ts';
import { administratorOf } from './administrator.ts';
import { homeId } from './chains.ts';
import type { Answer, TestConsole } from './open-console.ts';
import { accountNamed } from './scans.ts';

const region = 'us-east-1';

/** Auto Scaling in the hands of the first account's administrator. */
export function scalingAdministrator(console: TestConsole): AutoScalingClient {
  const { iam } = administratorOf(console);
  return new AutoScalingClient({ region, endpoint: console.sandbox.url, credentials: iam.config.credentials });
}

/** CloudWatch in the same hands. */
export function alarmAdministrator(console: TestConsole): CloudWatchClient {
  const { iam } = administratorOf(console);
  return new CloudWatchClient({ region, endpoint: console.sandbox.url, credentials: iam.config.credentials });
}

/** Protects an instance of a group from scale-in. */
export async function protectInstance(console: TestConsole, AutoScalingGroupName: string, id: string): Promise<void> {
  const input = { AutoScalingGroupName, InstanceIds: [id], ProtectedFromScaleIn: true };
  await scalingAdministrator(console).send(new SetInstanceProtectionCommand(input));
}

function accountOf({ sandbox }: TestConsole) {
  const account = sandbox.world.state.accounts[homeId];
  if (account === undefined) throw new Error('no account');
  return account;
}

/** A group as the sandbox keeps it. */
export function groupNamed(console: TestConsole, name: string): StoredGroup {
  const found = autoScalingOf(accountOf(console), region).groups[name];
  if (found === undefined) throw new Error(`there is no group ${name}`);
  return found;
}

/** What each instance that stays was launched from, and its state: "InService web-v5", "InService 2", sorted. */
export const launchedFrom = (console: TestConsole, name: string): string[] =>
  Object.values(groupNamed(console, name).instances)
    .filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat'))
    .map((one) => `${one.lifecycleState} ${one.launchTemplate?.version ?? one.launchConfigurationName}`)
    .sort();

/** The group's own source, its launch configurations and templates with all they hold: for "as it was". Ids of instances and times are left out. */
export function launchStateOf(console: TestConsole, name: string): string {
  const account = accountOf(console);
  const { group } = groupNamed(console, name);
  const { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy, MinSize, MaxSize, DesiredCapacity } = group;
  const templates = Object.values(ec2Of(account, region).launchTemplates).map(
    ({ launchTemplateId, tags, versions, defaultVersionNumber }) => ({
      launchTemplateId,
      tags,
      defaultVersionNumber,
      versions: Object.values(versions).map(({ versionNumber, data }) => ({ versionNumber, data })),
    }),
  );
  const own = { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy, MinSize, MaxSize, DesiredCapacity };
  const configurations = autoScalingOf(account, region).launchConfigurations;
  return JSON.stringify({ own, templates, configurations, members: launchedFrom(console, name) }, null, 1);
}

/** Inputs with a role and a profile of one name, both to be created, and the key lines out. */
export const groupMove = (name: string, more: Partial<GroupInputs> = {}): GroupInputs =>
  groupInputs.parse({ role: { create: { name } }, profile: { create: { name } }, userData: 'remove-keys', ...more });

type Refused = { fields?: { field: string; message: string }[] };

/** Asks for the plan of a group's move, whatever the answer. */
export async function askForGroup(
  console: TestConsole,
  groupName: string,
  inputs: unknown,
  recipe: GroupRecipe = 'asg-launch-template',
): Promise<Answer<GroupPlanView & Refused>> {
  const accountId = (await accountNamed(console, 'sandbox')).id;
  return console.call('/api/plans', { body: { recipe, accountId, region, target: { groupName }, inputs } });
}

/** The plan of a group's move. */
export async function planGroup(console: TestConsole, groupName: string, inputs: unknown, recipe?: GroupRecipe): Promise<GroupPlanView> {
  const answer = await askForGroup(console, groupName, inputs, recipe);
  if (answer.status !== 201) throw new Error(`no plan: ${answer.text}`);
  return answer.body;
}

/** The launch template of this name. */
export function templateNamed(console: TestConsole, name: RegExp): StoredLaunchTemplate {
  const found = Object.values(ec2Of(accountOf(console), region).launchTemplates).find((one) => name.test(one.launchTemplateName));
  if (found === undefined) throw new Error(`there is no launch template ${name}`);
  return found;
}

/** What the programs on the instances of a workload did, by second and identity; the sandbox sees every call. */
export async function observedCalls(
  { sandbox }: TestConsole,
  workload: string,
): Promise<{ at: string; identity: string; calls: number; failed: number; lastError: string | null }[]> {
  const headers = { authorization: `Bearer ${sandbox.token}` };
  const answer = await fetch(`${sandbox.url}/_sandbox/observations?workload=${workload}`, { headers });
  return ((await answer.json()) as { items: Awaited<ReturnType<typeof observedCalls>> }).items;
}
