// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import { expect, test } from 'vitest';
import { gainedAccess, lostAccess } from './compare.ts';
import { grantedActions } from './granted-actions.ts';

const user = { kind: 'user', arn: 'arn:aws:iam::123456789012:user/bot', uniqueId: 'AIDAQNZGKIQY56JQ7WMLX' } as const;
const role = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/app' } as const;
const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const deny = (Action: string, Resource: string, Condition?: object) => ({ ...allow(Action, Resource, Condition), Effect: 'Deny' });
const policies = (...Statement: object[]) => [{ name: 'p', document: { Version: '2012-10-17', Statement } }];
const before = (...statements: object[]) => ({ subject: user, policies: policies(...statements) });
const after = (...statements: object[]) => ({ subject: role, policies: policies(...statements) });
const bucket = 'arn:aws:s3:::limbo/*';

test('the same policies give nothing more and nothing less', () => {
  const statements = [
    allow(['s3:GetObject', 's3:PutObject'], bucket),
    allow('cloudwatch:PutMetricData', '*'),
    deny('s3:*', 'arn:aws:s3:::limbo/secret/*'),
  ];
  expect(gainedAccess(before(...statements), after(...statements)).map((row) => row.verdict)).toEqual(['covered', 'covered', 'covered']);
  expect(lostAccess(before(...statements), after(...statements)).map((row) => row.verdict)).toEqual(['covered', 'covered', 'covered']);
});

test('C4: an action more is gained, with a request that shows it', () => {
  const [kept, gained] = gainedAccess(before(allow('s3:GetObject', bucket)), after(allow(['s3:GetObject', 's3:DeleteObject'], bucket)));
  expect(kept).toMatchObject({
    action: 's3:GetObject',
    resource: bucket,
    verdict: 'covered',
    why: 'allowed by statement 0 of p',
    witness: null,
  });
  expect(gained).toMatchObject({
    action: 's3:DeleteObject',
    verdict: 'gained',
    witness: { action: 's3:DeleteObject', resource: 'arn:aws:s3:::limbo/example' },
  });
});

test.each<[string, object[], object[], string]>([
  ['a wider action', [allow('s3:GetObject', bucket)], [allow('s3:Get*', bucket)], 'gained'],
  ['a wider resource', [allow('s3:GetObject', bucket)], [allow('s3:GetObject', 'arn:aws:s3:::*')], 'gained'],
  ['every resource', [allow('s3:GetObject', bucket)], [allow('s3:GetObject', '*')], 'gained'],
  [
    'a condition less',
    [allow('s3:GetObject', bucket, { Bool: { 'aws:SecureTransport': 'true' } })],
    [allow('s3:GetObject', bucket)],
    'gained',
  ],
  [
    'a wider range of addresses',
    [allow('s3:GetObject', bucket, { IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } })],
    [allow('s3:GetObject', bucket, { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
    'gained',
  ],
  ['a deny less', [allow('s3:*', bucket), deny('s3:DeleteObject', bucket)], [allow('s3:*', bucket)], 'gained'],
  [
    'a deny with another condition',
    [allow('s3:*', bucket), deny('s3:*', bucket, { Bool: { 'aws:SecureTransport': 'false' } })],
    [allow('s3:*', bucket)],
    'gained',
  ],
  ['everything', [allow('s3:*', '*')], [allow('*', '*')], 'gained'],
  ['a narrower action', [allow('s3:Get*', bucket)], [allow('s3:GetObject', bucket)], 'covered'],
  ['a narrower resource', [allow('s3:GetObject', '*')], [allow('s3:GetObject', bucket)], 'covered'],
  [
    'a condition more',
    [allow('s3:GetObject', bucket)],
    [allow('s3:GetObject', bucket, { Bool: { 'aws:SecureTransport': 'true' } })],
    'covered',
  ],
  [
    'a narrower value',
    [allow('s3:ListBucket', '*', { StringLike: { 's3:prefix': 'home/*' } })],
    [allow('s3:ListBucket', '*', { StringEquals: { 's3:prefix': 'home/bot' } })],
    'covered',
  ],
  ['a deny more', [allow('s3:*', bucket)], [allow('s3:*', bucket), deny('s3:DeleteObject', bucket)], 'covered'],
  ['a wider deny', [allow('s3:*', bucket), deny('s3:DeleteObject', bucket)], [allow('s3:*', bucket), deny('s3:Delete*', '*')], 'covered'],
  ['NotAction from everything', [allow('*', '*')], [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], 'covered'],
  ['an action that NotAction leaves', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], [allow('s3:GetObject', '*')], 'covered'],
  ['an action that NotAction takes out', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], [allow('iam:GetUser', '*')], 'gained'],
  [
    'a resource that NotResource leaves',
    [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::secret/*' }],
    [allow('s3:GetObject', bucket)],
    'covered',
  ],
  ['a star made of its parts', [allow(['s3:GetObject', 's3:PutObject'], bucket)], [allow('s3:?etObject', bucket)], 'gained'],
  [
    'what its own deny takes back',
    [allow('s3:GetObject', bucket)],
    [allow(['s3:GetObject', 's3:DeleteObject'], bucket), deny('s3:DeleteObject', '*')],
    'covered',
  ],
])('%s: %s', (_, old, now, verdict) => {
  const verdicts = gainedAccess(before(...old), after(...now)).map((row) => row.verdict);
  expect(verdicts.includes('gained') ? 'gained' : verdicts.every((one) => one === 'covered') ? 'covered' : 'unknown').toBe(verdict);
});

test('D-61 the user’s name in a resource: lost as it stands, kept once it is written out', () => {
  const home = allow('s3:PutObject', 'arn:aws:s3:::limbo/${aws:username}/*');
  expect(lostAccess(before(home), after(home))).toMatchObject([{ verdict: 'lost', resource: 'arn:aws:s3:::limbo/bot/*' }]);
  expect(lostAccess(before(home), after(allow('s3:PutObject', 'arn:aws:s3:::limbo/bot/*')))).toMatchObject([{ verdict: 'covered' }]);
  expect(gainedAccess(before(home), after(allow('s3:PutObject', 'arn:aws:s3:::limbo/bot/*')))).toMatchObject([{ verdict: 'covered' }]);
});

test('D-61 MFA: an access key sends none, so such a statement gave it nothing', () => {
  const mfa = allow('ec2:StopInstances', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
  expect(lostAccess(before(mfa), after())).toEqual([]);
  const unlessMfa = deny('ec2:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } });
  const stop = allow('ec2:StopInstances', '*');
  expect(lostAccess(before(stop, unlessMfa), after(stop, unlessMfa))).toMatchObject([
    { verdict: 'unknown', why: expect.stringContaining('may deny') },
  ]);
});

test('tags of the caller are unknown unless they are given', () => {
  const tagged = allow('s3:GetObject', bucket, { StringEquals: { 'aws:PrincipalTag/team': 'web' } });
  expect(lostAccess(before(tagged), after(tagged))).toMatchObject([{ verdict: 'unknown' }]);
  const withTags = { ...after(tagged), subject: { ...role, tags: { Team: 'web' } } };
  expect(lostAccess(before(tagged), withTags)).toMatchObject([{ verdict: 'covered' }]);
  expect(gainedAccess(before(), withTags)).toMatchObject([{ verdict: 'gained' }]);
  expect(gainedAccess(before(), { ...withTags, subject: { ...role, tags: {} } })).toEqual([]);
});

test('the boundary limits what is granted, on both sides', () => {
  const boundary = { Version: '2012-10-17', Statement: allow('s3:*', '*') };
  const everything = allow('*', '*');
  expect(gainedAccess({ ...before(everything), boundary }, { ...after(everything), boundary })).toMatchObject([{ verdict: 'covered' }]);
  expect(gainedAccess({ ...before(everything), boundary }, after(everything))).toMatchObject([{ verdict: 'gained' }]);
  expect(gainedAccess({ ...before(everything), boundary }, after(allow('s3:GetObject', '*')))).toMatchObject([{ verdict: 'covered' }]);
  expect(gainedAccess(before(allow('s3:*', '*')), { ...after(everything), boundary })).toMatchObject([{ verdict: 'covered' }]);
  expect(
    lostAccess(before(allow(['s3:GetObject', 'ec2:RunInstances'], '*')), { ...after(everything), boundary }).map((row) => row.verdict),
  ).toEqual(['covered', 'lost']);
  expect(gainedAccess({ ...before(allow('s3:*', '*')), boundary }, { ...after(allow('ec2:*', '*')), boundary })).toMatchObject([
    { verdict: 'covered', why: expect.stringContaining('boundary') },
  ]);
});

test('an unknown id of the caller is any id for what is granted, and none for what is covered', () => {
  const home = allow('s3:PutObject', ['arn:aws:s3:::limbo/${aws:userid}/*', 'arn:aws:s3:::limbo/shared/*']);
  const unknownUser = { subject: { kind: 'user', arn: user.arn } as const, policies: policies(home) };
  expect(lostAccess(unknownUser, after(allow('s3:PutObject', 'arn:aws:s3:::limbo/shared/*')))).toMatchObject([{ verdict: 'unknown' }]);
  expect(lostAccess(unknownUser, after(allow('s3:PutObject', '*')))).toMatchObject([{ verdict: 'covered' }]);
  expect(gainedAccess(unknownUser, after(allow('s3:PutObject', 'arn:aws:s3:::limbo/shared/*')))).toMatchObject([{ verdict: 'covered' }]);
  expect(gainedAccess(unknownUser, after(allow('s3:PutObject', 'arn:aws:s3:::limbo/x/*')))).toMatchObject([{ verdict: 'unknown' }]);
  const others = [{ Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::limbo/${aws:userid}/*' }, allow('s3:*', '*')];
  expect(gainedAccess({ ...unknownUser, policies: policies(...others) }, after(...others))).toMatchObject([{ verdict: 'unknown' }]);
});

test('NotResource with a variable that may be missing proves nothing, for the statement may be void', () => {
  const outside = { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::${aws:SourceVpc}/*' };
  expect(gainedAccess(before(outside), after(allow('s3:GetObject', 'arn:aws:sqs:us-east-1:123456789012:q')))[0]?.verdict).not.toBe(
    'covered',
  );
});

test('a variable with a default is the default where the caller has no value, and a missing one under StringNotEquals holds', () => {
  const withDefault = allow('s3:PutObject', "arn:aws:s3:::limbo/${aws:username, 'nobody'}/*");
  expect(gainedAccess(before(allow('s3:PutObject', 'arn:aws:s3:::limbo/nobody/*')), after(withDefault))).toMatchObject([
    { verdict: 'covered' },
  ]);
  const notMine = allow('s3:GetObject', bucket, { StringNotEquals: { 's3:ExistingObjectTag/owner': '${aws:username}' } });
  expect(gainedAccess(before(allow('s3:GetObject', bucket)), after(notMine))).toMatchObject([{ verdict: 'covered' }]);
  expect(gainedAccess(before(notMine), after(notMine))).toMatchObject([
    { verdict: 'gained', witness: { context: { 's3:ExistingObjectTag/owner': 'bot' } } },
  ]);
});

test('each part of a boundary must be covered, not only one', () => {
  const boundary = { Version: '2012-10-17', Statement: allow(['s3:GetObject', 'ec2:RunInstances'], '*') };
  expect(gainedAccess(before(allow('s3:*', '*')), { ...after(allow('*', '*')), boundary })).toMatchObject([{ verdict: 'gained' }]);
});

test('star against all ARNs of the service is unknown, and against one bucket it is gained', () => {
  const everything = before(allow('s3:PutObject', 'arn:aws:s3:::*'));
  expect(gainedAccess(everything, after(allow('s3:PutObject', '*')))).toMatchObject([{ verdict: 'unknown', witness: null }]);
  const role1 = 'arn:aws:iam::123456789012:role/one';
  expect(gainedAccess(before(allow('iam:GetRole', role1)), after(allow('iam:GetRole', '*')))).toMatchObject([
    { verdict: 'gained', witness: { resource: 'arn:aws:iam::123456789012:role/example' } },
  ]);
});

test('what no single statement covers is unknown when no request tells the two apart', () => {
  const parts = [allow('s3:GetObject', 'arn:aws:s3:::limbo/?*'), allow('s3:GetObject', 'arn:aws:s3:::limbo/')];
  expect(lostAccess(before(allow('s3:GetObject', bucket)), after(...parts))).toMatchObject([
    { verdict: 'unknown', why: expect.stringContaining('no single statement') },
  ]);
});

test('lines for screens: one per action and resource', () => {
  const document = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Read',
        ...allow(['s3:GetObject', 's3:ListBucket'], bucket, {
          Bool: { 'aws:SecureTransport': 'true' },
          StringLike: { 's3:prefix': ['a', 'b'] },
        }),
      },
      { Effect: 'Deny', NotAction: ['iam:*'], NotResource: 'arn:aws:s3:::x' },
    ],
  };
  expect(grantedActions([{ name: 'limbo', document }])).toEqual([
    {
      policy: 'limbo',
      statement: 'Read',
      effect: 'Allow',
      action: 's3:GetObject',
      resource: bucket,
      condition: 'Bool aws:SecureTransport true and StringLike s3:prefix a or b',
    },
    {
      policy: 'limbo',
      statement: 'Read',
      effect: 'Allow',
      action: 's3:ListBucket',
      resource: bucket,
      condition: 'Bool aws:SecureTransport true and StringLike s3:prefix a or b',
    },
    { policy: 'limbo', statement: '1', effect: 'Deny', action: 'all but iam:*', resource: 'all but arn:aws:s3:::x', condition: null },
  ]);
});

test('what names too many pairs of action and resource is unknown, at once, and the rest is still compared', () => {
  const many = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}*`);
  const square = allow(many('s3:Get', 300), many('arn:aws:s3:::b', 300));
  const started = performance.now();
  const rows = gainedAccess(before(allow('s3:GetObject', bucket)), after(allow('s3:GetObject', bucket), square));
  expect(performance.now() - started).toBeLessThan(5000);
  expect(rows.map((row) => row.verdict)).toEqual(['covered', 'unknown']);
  expect(rows[1]?.why).toMatch(/not compared/);
});

test('a statement of many wildcards is compared in bounded time', () => {
  const started = performance.now();
  gainedAccess(before(allow('s3:GetObject', bucket)), after(allow(`s3:${'*a'.repeat(200)}`, `arn:aws:s3:::${'*a?'.repeat(200)}`)));
  expect(performance.now() - started).toBeLessThan(20_000);
});
