import { expect, test } from 'vitest';
import {
  isCredentialVariable,
  outputOnlyMembers,
  registrableTags,
  revisionOf,
  roleArnOf,
  withoutOutputMembers,
} from './task-definition.ts';

test('D-20: exactly the nine output-only members are subtracted; anything else is carried, also what nobody knows yet', () => {
  const kept = { family: 'app', containerDefinitions: [], enableFaultInjection: true, runtimePlatform: {}, futureField: { a: 1 } };
  const described = { ...kept, ...Object.fromEntries(outputOnlyMembers.map((member) => [member, 'x'])) };
  expect(withoutOutputMembers(described)).toEqual(kept);
  expect(outputOnlyMembers).toHaveLength(9);
});

test('D-23: tags with the reserved prefix are left out, in any case', () => {
  expect(registrableTags({ team: 'chatops', 'aws:cloudformation:stack-name': 'x', 'AWS:y': 'z' })).toEqual([
    { key: 'team', value: 'chatops' },
  ]);
});

test('revisionOf reads family and revision of a task definition in any partition', () => {
  expect(revisionOf('arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/limbo-bot_2:17')).toEqual({
    family: 'limbo-bot_2',
    revision: 17,
  });
  expect(revisionOf('arn:aws:ecs:us-east-1:123456789012:task-definition/limbo')).toBeNull();
  expect(revisionOf('limbo:3')).toBeNull();
});

test.each([
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_SDK_LOAD_CONFIG',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_SESSION_NAME',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_EXECUTION_ENV',
  'ECS_CONTAINER_METADATA_URI_V4',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_S3',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_MAX_ATTEMPTS',
  'AWS_RETRY_MODE',
  'AWS_CA_BUNDLE',
  'AWS_PAGER',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_ACCOUNT_ID',
  'AWS_PROFILE',
])('D-06: %s is never one of the variables to strip', (name) => {
  expect(isCredentialVariable(name)).toBe(false);
});

test.each([
  ['LimboTaskRole', 'arn:aws-cn:iam::560921689673:role/LimboTaskRole'],
  ['arn:aws-cn:iam::560921689673:role/app/Limbo', 'arn:aws-cn:iam::560921689673:role/app/Limbo'],
  ['', null],
  [undefined, null],
])('D-27: a role named as %j is %s', (role, arn) => {
  expect(roleArnOf(role, 'arn:aws-cn:ecs:cn-north-1:560921689673:task-definition/limbo:3')).toBe(arn);
});
