import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Diagnosis } from '@rolewright/shared/proof/diagnosis.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

const account = '560921689673';
const target = `arn:aws:iam::${account}:role/target`;
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

let console: TestConsole;
let sts: STSClient;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  const { iam } = administratorOf(console);
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  sts = new STSClient({ region: 'us-east-1', endpoint: console.sandbox.url, credentials, maxAttempts: 1 });
  const nobody = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  await iam.send(new CreateRoleCommand({ RoleName: 'target', AssumeRolePolicyDocument: nobody }));
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterAll(() => {
  sts.destroy();
  return console.close();
});

const assume = () => sts.send(new AssumeRoleCommand({ RoleArn: target, RoleSessionName: 'work' }));
const diagnose = <T = Diagnosis>(body: object) => console.call<T>('/api/proof/diagnose', { body });

test('B1 the message of a denied AssumeRole, pasted: the half that is missing, and with its statement in place STS allows it', async () => {
  const denied = async () => {
    const { name, message } = await assume().then(
      () => ({ name: '', message: '' }),
      (error: Error) => error,
    );
    // The key of a new user is not known at once (D-50).
    if (name !== 'AccessDenied') throw new Error(`not denied: ${name}`);
    return message;
  };
  const message = await eventually(denied);
  const { status, body, text } = await diagnose({ message });
  expect(status, text).toBe(200);
  expect(body).toMatchObject({ verdict: 'denied', afterwards: 'allowed', missing: [{ half: 'trust', owner: target }] });
  expect(body.said).toContain('role trust policy');
  const [change] = body.missing;
  const { iam } = administratorOf(console);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'target', PolicyDocument: document(change?.statement ?? {}) }));
  expect((await eventually(assume)).AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/target/work`);
});

test('B1 by principal, action and resource; bad input names its fields', async () => {
  const call = {
    principalArn: `arn:aws:iam::${account}:user/bot`,
    action: 'sqs:SendMessage',
    resource: `arn:aws:sqs:us-east-1:${account}:jobs`,
  };
  const { body } = await diagnose(call);
  expect(body.missing).toMatchObject([{ half: 'identity', statement: { Action: 'sqs:SendMessage', Resource: call.resource } }]);
  const { iam } = administratorOf(console);
  const PolicyDocument = document(body.missing[0]?.statement ?? {});
  await iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'jobs', PolicyDocument }));
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  expect((await diagnose(call)).body).toMatchObject({ verdict: 'allowed', missing: [] });

  const fieldsOf = async (body: object) => (await diagnose<Problem>(body)).body.fields?.map(({ field }) => field);
  expect(await fieldsOf({ action: 'sts:AssumeRole' })).toEqual(['principalArn', 'resource']);
  expect(await fieldsOf({ message: 'x', resource: '*' })).toEqual(['resource']);
  expect(await fieldsOf({ message: 'it does not work' })).toEqual(['message']);
  expect((await diagnose({ ...call, principalArn: `arn:aws:iam::${account}:user/gone` })).status).toBe(404);
});

/** The last denied call as EC2 would have sent it, from the sandbox's admin API. */
async function encodedDenial(action: string): Promise<string> {
  const headers = { authorization: `Bearer ${console.sandbox.token}` };
  const answer = await fetch(`${console.sandbox.url}/_sandbox/denials`, { headers });
  const { items } = (await answer.json()) as { items: { action: string; encoded: string }[] };
  const found = items.findLast((one) => one.action === action);
  return `You are not authorized to perform this operation. Encoded authorization failure message: ${found?.encoded ?? ''}`;
}

test('B1 an encoded message is decoded in the account that it is of, and diagnosed as any other; without the right it says what to grant', async () => {
  const { iam } = administratorOf(console);
  const nobody = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'target', PolicyDocument: nobody }));
  await eventually(async () => {
    const name = await assume().then(
      () => 'allowed',
      (error: Error) => error.name,
    );
    if (name !== 'AccessDenied') throw new Error(`not denied: ${name}`);
  });
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  const message = await encodedDenial('sts:AssumeRole');
  const { status, body, text } = await diagnose({ message });
  expect(status, text).toBe(200);
  expect(body).toMatchObject({
    call: { principalArn: `arn:aws:iam::${account}:user/bot`, action: 'sts:AssumeRole', resource: target },
    decodedIn: account,
    verdict: 'denied',
    missing: [{ half: 'trust' }],
  });
  const strange = await diagnose<Problem>({ message: 'Encoded authorization failure message: 4GIOHlTkIaWHQD0' });
  expect(strange.status).toBe(400);
  expect(strange.body.fields?.[0]?.message).toMatch(/by none of the registered accounts \(.*560921689673/);

  const policy = { RoleName: 'RolewrightReader', PolicyName: 'no-decoding' };
  const deny = document({ Effect: 'Deny', Action: 'sts:DecodeAuthorizationMessage', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: deny }));
  const refused = await eventually(async () => {
    const answer = await diagnose<Problem>({ message });
    if (answer.status === 200) throw new Error('the denial is not in effect yet');
    return answer;
  });
  await iam.send(new DeleteRolePolicyCommand(policy));
  expect(refused.body.fields?.[0]?.message).toMatch(
    /sts:DecodeAuthorizationMessage was denied \(AccessDenied\) in account 560921689673.*Allow sts:DecodeAuthorizationMessage in the reader role/,
  );
});
