import { CreateRoleCommand, CreateUserCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { PolicyPlan } from '@rolewright/shared/plan/plan.ts';
import type { PolicyEdit } from '@rolewright/shared/plan/policy-change.ts';
import { administratorOf } from './administrator.ts';
import { dataId, homeId, settled } from './chains.ts';
import type { Answer, TestConsole } from './open-console.ts';
import { accountNamed } from './scans.ts';

/** Asks for a plan that edits policies, beginning in the first account. */
export async function askForChange(
  console: TestConsole,
  edits: PolicyEdit[],
  title = 'What the test mends',
): Promise<Answer<PolicyPlan & { fields?: { field: string; message: string }[] }>> {
  const accountId = (await accountNamed(console, 'sandbox')).id;
  return console.call('/api/plans', {
    body: { recipe: 'policy-change', accountId, region: 'us-east-1', target: { title }, inputs: { edits } },
  });
}

/** A plan that edits policies. */
export async function planChange(console: TestConsole, edits: PolicyEdit[], title?: string): Promise<PolicyPlan> {
  const answer = await askForChange(console, edits, title);
  if (answer.status !== 201) throw new Error(`no plan: ${answer.text}`);
  return answer.body;
}

export const secretId = 'AnIdThatSomebodyElseChose0123456';

/** Trust in these principals, with an external id where one is given. */
export const trusting = (principals: Record<string, string | string[]>, externalId?: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Callers',
      Effect: 'Allow',
      Principal: principals,
      Action: 'sts:AssumeRole',
      ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
  ],
});

/** Trust in tasks alone. */
export const byTasks = trusting({ Service: 'ecs-tasks.amazonaws.com' });

/** A statement that allows this. */
export const allowing = (Action: string | string[], Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Given', Effect: 'Allow', Action, Resource }],
});

export const callerArn = `arn:aws:iam::${homeId}:role/caller`;
export const targetArn = `arn:aws:iam::${dataId}:role/target`;
export const userArn = `arn:aws:iam::${homeId}:user/bot`;

/**
 * A fresh sandbox with a caller and a user in the first account and a target in the second, whose trust policy asks for an external id and
 * has a text of its own.
 */
export async function freshPrincipals(console: TestConsole): Promise<void> {
  await console.setFaults([]);
  const { status, text } = await console.call(`/api/accounts/${(await accountNamed(console, 'sandbox')).id}/reset-sandbox`, {
    method: 'POST',
  });
  if (status >= 300) throw new Error(`the sandbox was not reset: ${text}`);
  const home = administratorOf(console).iam;
  const data = administratorOf(console, 'us-east-1', 'sandbox-data').iam;
  await home.send(new CreateRoleCommand({ RoleName: 'caller', AssumeRolePolicyDocument: JSON.stringify(byTasks) }));
  await home.send(new CreateUserCommand({ UserName: 'bot' }));
  const inline = { RoleName: 'caller', PolicyName: 'old', PolicyDocument: JSON.stringify(allowing('s3:*', '*'), null, 3) };
  await home.send(new PutRolePolicyCommand(inline));
  await settled(console);
  const trust = trusting({ AWS: [callerArn, `arn:aws:iam::${homeId}:root`], Service: 'ec2.amazonaws.com' }, secretId);
  await data.send(new CreateRoleCommand({ RoleName: 'target', AssumeRolePolicyDocument: JSON.stringify(trust, null, 2) }));
  await settled(console);
}
