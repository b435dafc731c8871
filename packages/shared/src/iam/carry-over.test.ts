// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import { expect, test } from 'vitest';
import { carryOver, type UserPermissions } from './carry-over.ts';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const deny = (Action: string, Resource = '*', Condition?: object) => ({ ...allow(Action, Resource, Condition), Effect: 'Deny' });
const managed = (name: string, ...statements: object[]) => ({
  arn: `arn:aws:iam::123456789012:policy/${name}`,
  name,
  document: document(...statements),
});
const bot: UserPermissions = {
  arn: 'arn:aws:iam::123456789012:user/bots/limbo-bot',
  name: 'limbo-bot',
  attached: [],
  inline: [],
  groups: [],
};

test('D-61 attached policies go by ARN, inline and group policies as copies, groups included', () => {
  const read = managed('read', allow('s3:GetObject'));
  const write = { name: 'write', document: document(allow('s3:PutObject')) };
  const result = carryOver(
    {
      ...bot,
      attached: [read],
      inline: [write],
      groups: [
        {
          name: 'bots',
          attached: [read, managed('metrics', allow('cloudwatch:PutMetricData'))],
          inline: [write, { name: 'list', document: document(allow('s3:ListBucket')) }],
        },
      ],
    },
    'LimboTaskRole',
  );
  expect(result.attach).toEqual([
    { arn: read.arn, name: 'read', from: 'user limbo-bot' },
    { arn: 'arn:aws:iam::123456789012:policy/metrics', name: 'metrics', from: 'group bots' },
  ]);
  expect(result.inline.map(({ name, from, policy, converted }) => ({ name, from, policy, converted }))).toEqual([
    { name: 'write', from: 'user limbo-bot', policy: 'write', converted: [] },
    { name: 'bots-write', from: 'group bots', policy: 'write', converted: [] },
    { name: 'list', from: 'group bots', policy: 'list', converted: [] },
  ]);
  expect(result.inline[0]?.document).toBe(write.document);
  expect(result).toMatchObject({ create: [], boundary: null, blocked: [], unknown: [], overQuota: [] });
});

test('D-61 what asks for the user’s name is converted in a copy: managed ones become new policies, inline ones stay inline', () => {
  const home = allow('s3:*', 'arn:aws:s3:::homes/${aws:username}/*');
  const list = allow('s3:ListBucket', 'arn:aws:s3:::homes', { StringLike: { 's3:prefix': ['', '${aws:username}/*'] } });
  const result = carryOver(
    { ...bot, attached: [managed('home', home)], inline: [{ name: 'list', document: document(list) }] },
    'LimboTaskRole',
  );
  expect(result.attach).toEqual([]);
  expect(result.create).toEqual([
    {
      name: 'home-for-LimboTaskRole',
      document: document({ ...home, Action: ['s3:*'], Resource: ['arn:aws:s3:::homes/limbo-bot/*'] }),
      from: 'user limbo-bot',
      policy: 'home',
      converted: ['statement 0: arn:aws:s3:::homes/${aws:username}/* became arn:aws:s3:::homes/limbo-bot/*'],
    },
  ]);
  expect(result.inline[0]?.document).toMatchObject({ Statement: [{ Condition: { StringLike: { 's3:prefix': ['', 'limbo-bot/*'] } } }] });
});

test.each<[string, object, object[]]>([
  [
    'a condition on the user’s ARN always holds',
    allow('s3:GetObject', '*', { ArnEquals: { 'aws:PrincipalArn': bot.arn } }),
    [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }],
  ],
  [
    'a condition on the kind of caller always holds',
    allow('s3:GetObject', '*', { StringEquals: { 'aws:PrincipalType': 'User' } }),
    [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }],
  ],
  ['a statement for somebody else never applied', allow('s3:GetObject', '*', { StringEquals: { 'aws:username': 'carol' } }), []],
  ['a statement that wants MFA never applied', allow('s3:GetObject', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), []],
  [
    'a statement that wants fresh MFA never applied',
    allow('s3:GetObject', '*', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }),
    [],
  ],
  [
    'a deny of calls without MFA always applied',
    deny('iam:*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    [{ Effect: 'Deny', Action: ['iam:*'], Resource: ['*'] }],
  ],
  ['a deny of MFA sessions never applied to a key', deny('iam:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }), []],
])('D-61 %s', (_, statement, left) => {
  const keep = allow('sqs:SendMessage', 'arn:aws:sqs:us-east-1:123456789012:q');
  const result = carryOver({ ...bot, inline: [{ name: 'one', document: document(keep, statement) }] }, 'role');
  expect(result.inline[0]?.document).toEqual(document({ ...keep, Action: [keep.Action], Resource: [keep.Resource] }, ...left));
  expect(result.inline[0]?.converted).toHaveLength(1);
  expect(result.unknown).toEqual([]);
});

test('a policy that never applied to the key is not carried at all', () => {
  const result = carryOver(
    { ...bot, attached: [managed('mfa', allow('s3:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))] },
    'role',
  );
  expect(result).toMatchObject({ attach: [], create: [], inline: [], unknown: [] });
});

test('what nobody can decide is never widened: an Allow is left out, a Deny denies outright, and both need a person', () => {
  const tagged = { StringEquals: { 'aws:PrincipalTag/team': 'web' } };
  const statements = [
    { Sid: 'Tagged', ...allow('s3:GetObject', '*', tagged) },
    { Sid: 'TaggedDeny', ...deny('s3:DeleteObject', 'arn:aws:s3:::b/*', tagged) },
    { Sid: 'Id', ...allow('s3:PutObject'), Resource: ['arn:aws:s3:::b/${aws:userid}/*', 'arn:aws:s3:::b/shared/*'] },
    { Sid: 'IdDeny', ...deny('s3:PutObject', 'arn:aws:s3:::c/${aws:userid}/*') },
    { Sid: 'IdDenyOthers', Effect: 'Deny', Action: 's3:PutObject', NotResource: ['arn:aws:s3:::c/${aws:userid}/*', 'arn:aws:s3:::b/*'] },
  ];
  const result = carryOver({ ...bot, inline: [{ name: 'odd', document: document(...statements) }] }, 'role');
  expect(result.inline[0]?.document).toEqual(
    document(
      { Sid: 'TaggedDeny', Effect: 'Deny', Action: ['s3:DeleteObject'], Resource: ['arn:aws:s3:::b/*'] },
      { Sid: 'Id', Effect: 'Allow', Action: ['s3:PutObject'], Resource: ['arn:aws:s3:::b/shared/*'] },
      { Sid: 'IdDeny', Effect: 'Deny', Action: ['s3:PutObject'], Resource: ['*'] },
      { Sid: 'IdDenyOthers', Effect: 'Deny', Action: ['s3:PutObject'], NotResource: ['arn:aws:s3:::b/*'] },
    ),
  );
  expect(result.unknown.map(({ statement }) => statement)).toEqual(['Tagged', 'TaggedDeny', 'Id', 'IdDeny', 'IdDenyOthers']);
  const known = carryOver(
    { ...bot, tags: { team: 'web' }, uniqueId: 'AIDAQNZGKIQY56JQ7WMLX', inline: [{ name: 'odd', document: document(...statements) }] },
    'role',
  );
  expect(known.unknown).toEqual([]);
  expect(JSON.stringify(known.inline)).toContain('arn:aws:s3:::b/AIDAQNZGKIQY56JQ7WMLX/*');
});

test('D-55 a blocked statement is never carried, and is named', () => {
  const admin = managed('admin', { Sid: 'All', ...allow('*') }, { Sid: 'Guard', ...deny('s3:DeleteBucket') });
  const result = carryOver({ ...bot, attached: [admin], inline: [{ name: 'upload', document: document(allow('s3:PutObject*')) }] }, 'role');
  expect(result.attach).toEqual([]);
  expect(result.inline).toEqual([]);
  expect(result.create).toMatchObject([{ name: 'admin-for-role', document: { Statement: [{ Sid: 'Guard', Effect: 'Deny' }] } }]);
  expect(result.blocked).toMatchObject([
    { policy: 'admin', from: 'user limbo-bot', statement: 'All', code: 'all-actions' },
    { policy: 'upload', statement: '0', code: 'put-object-star', fix: expect.stringContaining('s3:PutObject') },
  ]);
});

test('a blocked Allow takes no Deny with it, though the Deny’s Sid be its index', () => {
  const result = carryOver(
    { ...bot, inline: [{ name: 'odd', document: document(allow('*'), { Sid: '0', ...deny('s3:DeleteBucket') }) }] },
    'role',
  );
  expect(result.inline).toMatchObject([{ document: { Statement: [{ Sid: '0', Effect: 'Deny' }] } }]);
});

test('a document of 2008 keeps its meaning when it has to be converted', () => {
  const old = {
    Version: '2008-10-17',
    Statement: [
      allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}'),
      allow('s3:ListBucket', '*', { StringEquals: { 'aws:username': 'limbo-bot' } }),
    ],
  };
  const result = carryOver({ ...bot, inline: [{ name: 'old', document: old }] }, 'role');
  expect(result.inline[0]?.document).toMatchObject({
    Version: '2012-10-17',
    Statement: [{ Resource: ['arn:aws:s3:::b/${$}{aws:username}'] }, {}],
  });
});

test('the boundary is carried; one that asks who calls needs a person', () => {
  const plain = managed('boundary', allow('s3:*'));
  expect(carryOver({ ...bot, boundary: plain }, 'role')).toMatchObject({ boundary: { arn: plain.arn }, unknown: [] });
  const personal = managed('boundary', allow('s3:*', 'arn:aws:s3:::homes/${aws:username}/*'));
  expect(carryOver({ ...bot, boundary: personal }, 'role').unknown).toMatchObject([
    { policy: 'boundary', why: expect.stringContaining('who calls') },
  ]);
});

test('D-41 over quota is said in numbers', () => {
  const many = Array.from({ length: 11 }, (_, index) => managed(`p${index}`, allow('s3:GetObject')));
  expect(carryOver({ ...bot, attached: many }, 'role').overQuota).toMatchObject([{ quota: 'managedPerRole', limit: 10, wanted: 11 }]);
  expect(carryOver({ ...bot, attached: many }, 'role', { managedPerRole: 20, inlineSize: 10_240, managedSize: 6144 }).overQuota).toEqual(
    [],
  );
  const long = (size: number) => document(allow('s3:GetObject', `arn:aws:s3:::b/${'x'.repeat(size)}`));
  const inline = ['a', 'b'].map((name) => ({ name, document: long(5100) }));
  expect(carryOver({ ...bot, inline }, 'role').overQuota).toMatchObject([{ quota: 'inlineSize', limit: 10_240 }]);
  const big = { ...managed('big'), document: document(allow('s3:GetObject', `arn:aws:s3:::b/\${aws:username}${'x'.repeat(6100)}`)) };
  expect(carryOver({ ...bot, attached: [big] }, 'role').overQuota).toMatchObject([
    { quota: 'managedSize', policy: 'big-for-role', limit: 6144 },
  ]);
});
