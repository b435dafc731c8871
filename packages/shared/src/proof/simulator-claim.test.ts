import { expect, test } from 'vitest';
import { known, type Reading, unreadable } from '../inventory/reading.ts';
import type { Simulated } from './second-opinion.ts';
import { type Simulatable, type SimulatedRow, simulatedRows, simulationOf, simulationQuestions } from './simulation-questions.ts';
import { simulatorClaim } from './simulator-claim.ts';

const place = { partition: 'aws', region: 'eu-west-1', awsAccountId: '123456789012' };
const roleArn = 'arn:aws:iam::123456789012:role/app';
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const side = (...statements: object[]) => ({
  subject: { kind: 'role' as const, arn: roleArn },
  policies: [{ name: 'p', document: document(...statements) }],
});
const of = (...statements: object[]): Simulatable => ({
  side: side(...statements),
  exists: false,
  added: [],
  awsAccountId: place.awsAccountId,
});
const aws = (decision: Simulated['decision'], more: Partial<Simulated> = {}): Simulated => ({
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::a/b',
  decision,
  by: [],
  missingKeys: [],
  boundaryAllows: null,
  organisationAllows: null,
  ...more,
});

test('D-57 what is asked: names as they are, patterns by actions that exist, places filled in, resources of like actions in one call', () => {
  const statements = [
    allow(['s3:GetObject', 's3:Put*'], ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']),
    allow('sqs:SendMessage', 'arn:aws:sqs:*:*:jobs'),
    allow('ecr:GetAuthorizationToken', '*'),
    allow('braket:*', '*'),
    { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
  ];
  expect(simulationQuestions(side(...statements), place)).toEqual({
    calls: [
      { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::a/example', 'arn:aws:s3:::b/example'] },
      { actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-west-1:123456789012:jobs'] },
      { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    ],
    left: 2,
  });
});

test('D-57 however long the policies are, six calls at most are made about a side, and what is left out is counted', () => {
  const statements = Array.from({ length: 30 }, (_, index) => allow(`s3:Action${index}`, `arn:aws:s3:::bucket-${index}/*`));
  const { calls, left } = simulationQuestions(side(...statements), place);
  expect([calls.length, left]).toEqual([6, 24]);
});

test('a principal that exists is asked about with what is added; of another all policies are sent', () => {
  const added = document(allow('s3:PutObject', '*'));
  const asked = { actions: ['s3:GetObject'], resources: ['*'] };
  const boundary = document(allow('*', '*'));
  const some = { ...of(allow('s3:GetObject', '*')), added: [added] };
  expect(simulationOf({ ...some, exists: true }, asked)).toEqual({ principalArn: roleArn, policies: [added], boundary: null, ...asked });
  const fresh = simulationOf({ ...some, side: { ...some.side, boundary } }, asked);
  expect(fresh).toMatchObject({ principalArn: null, policies: [document(allow('s3:GetObject', '*'))], boundary });
});

test.each(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'])(
  'D-57 D-53 our own verdict is of the identity side, as the simulator’s: %s without a look at the trust policy',
  (action) => {
    const target = 'arn:aws:iam::123456789012:role/target';
    const [row] = simulatedRows(of(allow(action, target)), [aws('allowed', { action, resource: target })]);
    expect(row?.ours).toBe('allowed');
  },
);

const conditioned = allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } });
const plain = allow('s3:GetObject', '*');
const rowsOf = (statement: object, answer: Simulated): SimulatedRow[] => simulatedRows(of(statement), [answer]);

/** Name · rows · needed → verdict, and how both are told where they differ. */
const cases: [name: string, rows: Reading<SimulatedRow[]>, needed: boolean, verdict: string, differences: object[]][] = [
  ['both allow', known(rowsOf(plain, aws('allowed'))), true, 'pass', []],
  ['both deny, in other words', known(rowsOf(allow('s3:PutObject', '*'), aws('explicitDeny'))), true, 'pass', []],
  [
    'AWS denies what is needed: an SCP that we do not see',
    known(rowsOf(plain, aws('implicitDeny', { organisationAllows: false }))),
    true,
    'fail',
    [
      {
        about: 's3:GetObject on arn:aws:s3:::a/b',
        ours: 'allowed: p allows it',
        aws: 'not allowed, by a control policy of the organisation',
      },
    ],
  ],
  [
    'AWS denies what nobody is known to need',
    known(rowsOf(plain, aws('explicitDeny', { by: ['deny-all'] }))),
    false,
    'unknown',
    [{ about: 's3:GetObject on arn:aws:s3:::a/b', ours: 'allowed: p allows it', aws: 'denied, by deny-all' }],
  ],
  [
    'we deny what AWS allows, and it is needed',
    known(rowsOf(allow('s3:PutObject', '*'), aws('allowed', { by: ['x'] }))),
    true,
    'fail',
    [expect.objectContaining({ ours: expect.stringMatching(/^not allowed: /), aws: 'allowed, by x' })],
  ],
  [
    'a difference that a missing key may explain',
    known(rowsOf(conditioned, aws('allowed', { missingKeys: ['aws:principaltag/team'] }))),
    true,
    'unknown',
    [expect.objectContaining({ aws: 'allowed, without knowing aws:principaltag/team' })],
  ],
  ['not permitted', unreadable('iam:SimulateCustomPolicy was denied (AccessDenied)'), true, 'unknown', []],
];
test.each(cases)('D-57 AWS’s simulator beside our verdict: %s', (_name, rows, needed, verdict, differences) => {
  const claim = simulatorClaim('app', { rows: [rows], left: 0, isNeeded: () => needed });
  expect([claim.verdict, claim.secondOpinion?.differences]).toEqual([verdict, differences]);
  if (rows.state === 'unreadable')
    expect(`${claim.evidence} ${claim.advice}`).toMatch(/was denied .*Allow iam:SimulatePrincipalPolicy and/);
});

test('a part that was refused is never a pass', () => {
  const rows = [known(rowsOf(plain, aws('allowed'))), unreadable('iam:SimulateCustomPolicy was refused for its rate (Throttling)')];
  const claim = simulatorClaim('app', { rows, left: 3, isNeeded: () => true });
  expect(claim.verdict).toBe('unknown');
  expect(claim.evidence.join(' ')).toMatch(/1 of 1 pairs.*3 more were not asked.*Throttling/);
});
