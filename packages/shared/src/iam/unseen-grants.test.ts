import { expect, test } from 'vitest';
import type { SeenOperation } from './seen-operation.ts';
import { unseenGrants } from './unseen-grants.ts';

const keyId = 'AKIAYFCZVQXEQ3EXMPLE';
const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const document = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 'ecs:ListClusters'], Resource: ['arn:aws:s3:::brain/*', '*'] },
    { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*', Condition: mfa },
  ],
};
const user = {
  keyId,
  side: { subject: { kind: 'user', arn: 'arn:aws:iam::560921689673:user/limbo-bot' } as const, policies: [{ name: 'all', document }] },
};
const seen = (action: string, resource: string, denied = false): SeenOperation => ({
  source: 'sandbox',
  keyId,
  action,
  resource,
  context: {},
  calls: 1,
  denied,
  lastAt: '2026-11-25T12:00:00.000Z',
});

test('C8: what the user may do and was not seen doing, each line once; what a key cannot do at all is no part of it', () => {
  const calls = [
    seen('s3:PutObject', 'arn:aws:s3:::brain/a'),
    seen('s3:PutObject', 'arn:aws:s3:::other/a'),
    seen('ecs:ListClusters', '*', true),
  ];
  const line = (action: string, resource: string, visible = true) => ({ policy: 'all', action, resource, condition: null, visible });
  expect(unseenGrants([user, user], calls, 'every-call')).toEqual([
    line('s3:GetObject', 'arn:aws:s3:::brain/*'),
    line('s3:GetObject', '*'),
    line('ecs:ListClusters', 'arn:aws:s3:::brain/*'),
    line('ecs:ListClusters', '*'),
  ]);
  expect(unseenGrants([user], [], 'management-events').map(({ action, visible }) => [action, visible])).toEqual([
    ['s3:GetObject', false],
    ['s3:GetObject', false],
    ['s3:PutObject', false],
    ['s3:PutObject', false],
    ['ecs:ListClusters', true],
    ['ecs:ListClusters', true],
  ]);
});
