import { expect, test } from 'vitest';
import type { ObservedCall } from '../../http/observer.ts';
import { testWorld } from '../../state/test-world.ts';
import type { CallContext, Principal } from '../service.ts';
import { service } from './index.ts';
import { recordCall } from './record.ts';

const { world, clock } = testWorld();
const role: Principal = {
  kind: 'assumed-role',
  arn: 'arn:aws:sts::560921689673:assumed-role/LimboTaskRole/0123',
  accountId: '560921689673',
  userId: 'AROATEST:0123',
  roleArn: 'arn:aws:iam::560921689673:role/LimboTaskRole',
  sessionName: '0123',
  accessKeyId: 'ASIATEST',
};
const contextOf = (principal: Principal): CallContext => ({
  world,
  account: world.state.accounts['560921689673']!,
  region: 'us-east-1',
  principal,
  requestId: 'request',
  sourceIp: '127.0.0.1',
  userAgent: 'Boto3/1.43.11',
  now: clock.now(),
});
const observed = (call: Partial<ObservedCall>): ObservedCall => ({
  context: contextOf(role),
  service: 'ecs',
  operation: 'DescribeServices',
  input: {},
  requirements: [],
  status: 200,
  ...call,
});
const lookUp = (input: Parameters<NonNullable<typeof service.handlers.LookupEvents>>[0]) =>
  service.handlers.LookupEvents!(input, contextOf(role)) as {
    Events: { EventName: string; CloudTrailEvent: string }[];
    NextToken?: string;
  };

test('D-60 one attribute, fifty a page, newest first, management events only', () => {
  for (let call = 0; call < 120; call++) {
    clock.advance(1000);
    recordCall(observed({ operation: call % 2 ? 'DescribeServices' : 'ListTasks', context: { ...contextOf(role), now: clock.now() } }));
    recordCall(observed({ service: 's3', operation: 'PutObject' }));
    recordCall(observed({ service: 'monitoring', operation: 'PutMetricData' }));
  }
  const LookupAttributes = [{ AttributeKey: 'AccessKeyId' as const, AttributeValue: 'ASIATEST' }];
  const first = lookUp({ LookupAttributes });
  const second = lookUp({ LookupAttributes, NextToken: first.NextToken });
  const third = lookUp({ LookupAttributes, NextToken: second.NextToken });
  expect([first, second, third].map(({ Events }) => Events.length)).toEqual([50, 50, 20]);
  expect(third.NextToken).toBeUndefined();
  expect(first.Events[0]?.EventName).toBe('DescribeServices');
  const named = lookUp({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'PutObject' }] });
  expect(named.Events).toEqual([]);
  expect(() => lookUp({ LookupAttributes: [...LookupAttributes, ...LookupAttributes] })).toThrow('one lookup attribute');
});

test('C11: an event names the identity and the error and shows no secret value', () => {
  const environment = [{ name: 'SLACK_TOKEN', value: 'xoxb-secret' }];
  const input = { family: 'limbo', containerDefinitions: [{ name: 'bot', environment }] };
  recordCall(observed({ operation: 'RegisterTaskDefinition', input, errorCode: 'AccessDeniedException', errorMessage: 'no', status: 400 }));
  const { Events } = lookUp({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'RegisterTaskDefinition' }] });
  const event = JSON.parse(Events[0]!.CloudTrailEvent);
  expect(event).toMatchObject({ errorCode: 'AccessDenied', eventSource: 'ecs.amazonaws.com', readOnly: false });
  expect(event.userIdentity).toMatchObject({
    type: 'AssumedRole',
    arn: role.arn,
    sessionContext: { sessionIssuer: { userName: 'LimboTaskRole' } },
  });
  expect(event.requestParameters.containerDefinitions[0].environment).toEqual([
    { name: 'SLACK_TOKEN', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
  ]);
  expect(Events[0]!.CloudTrailEvent).not.toContain('xoxb-secret');
});

test('D-60 the account of a role that was assumed from another one sees it too, without the name of who did', () => {
  const other = testWorld('210987654321').world.state.accounts['210987654321']!;
  world.state.accounts['210987654321'] = other;
  const input = { RoleArn: 'arn:aws:iam::210987654321:role/Shared', RoleSessionName: 'visit' };
  recordCall(observed({ service: 'sts', operation: 'AssumeRole', input }));
  recordCall(observed({ service: 'sts', operation: 'AssumeRole', input, errorCode: 'AccessDenied', errorMessage: 'no', status: 403 }));
  const seen = other.regions['us-east-1']?.cloudtrail?.events ?? [];
  expect(seen.map(({ name, userName }) => [name, userName])).toEqual([['AssumeRole', '']]);
  expect(JSON.parse(seen[0]!.json)).toMatchObject({
    userIdentity: { type: 'AWSAccount', principalId: role.userId, accountId: role.accountId },
    recipientAccountId: '210987654321',
  });
  expect(seen[0]!.json).not.toContain('LimboTaskRole');
  expect(lookUp({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }] }).Events).toHaveLength(2);
});

test('D-89 with true delays an event shows a quarter of an hour late', () => {
  world.settings.trueDelays = true;
  clock.advance(60_000);
  recordCall(observed({ operation: 'StopTask', context: { ...contextOf(role), now: clock.now() } }));
  const find = () => lookUp({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'StopTask' }] }).Events.length;
  expect(find()).toBe(0);
  clock.advance(15 * 60_000);
  expect(find()).toBe(1);
  world.settings.trueDelays = false;
});

test('a caller that repeats itself does not push the others out of a full history', () => {
  recordCall(observed({ service: 'iam', operation: 'CreateRole', input: { RoleName: 'LimboTaskRole' } }));
  for (let call = 0; call < 25_000; call++) recordCall(observed({ operation: 'ListClusters' }));
  const named = (AttributeValue: string) => lookUp({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }] }).Events;
  expect(named('CreateRole')).toHaveLength(1);
  expect(named('ListClusters')).toHaveLength(50);
  expect(world.state.accounts['560921689673']?.regions['us-east-1']?.cloudtrail?.events.length).toBeLessThan(20_501);
});
