import { expect, test } from 'vitest';
import { lintPolicy } from '../iam/lint.ts';
import { known, type Reading, unreadable } from '../inventory/reading.ts';
import { mergedPolicy } from './merged-policy.ts';
import type { NewAccessAnswer, PolicyFinding } from './second-opinion.ts';
import { newAccessClaim, validationClaim } from './second-opinion-claims.ts';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
const finding = (type: PolicyFinding['type'], code: string): PolicyFinding => ({ type, code, details: 'Words of AWS.', link: '', line: 7 });
const denied = unreadable('access-analyzer:ValidatePolicy was denied (AccessDeniedException)');
const harmless = document(allow('s3:GetObject', 'arn:aws:s3:::a/*'));
const everything = document(allow('*', '*'));

const validations: [name: string, document: object, aws: Reading<PolicyFinding[]>, verdict: string, differences: object[]][] = [
  ['both find nothing', harmless, known([]), 'pass', []],
  ['a suggestion', harmless, known([finding('SUGGESTION', 'EMPTY_SID_VALUE')]), 'pass', []],
  ['a warning', harmless, known([finding('WARNING', 'MISSING_VERSION')]), 'unknown', []],
  ['both find it dangerous', everything, known([finding('SECURITY_WARNING', 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE')]), 'unknown', []],
  [
    'AWS alone finds an error',
    harmless,
    known([finding('ERROR', 'INVALID_ACTION')]),
    'unknown',
    [{ about: 'p', ours: 'nothing dangerous or broken', aws: 'INVALID_ACTION' }],
  ],
  [
    'we alone find it dangerous',
    everything,
    known([]),
    'pass',
    [{ about: 'p', ours: 'Action "*" grants everything that AWS can do', aws: 'nothing dangerous or broken' }],
  ],
  ['not permitted', harmless, denied, 'unknown', []],
];
test.each(validations)('D-55 ValidatePolicy beside our lint: %s', (_name, policy, aws, verdict, differences) => {
  const claim = validationClaim([{ name: 'p', ours: lintPolicy(policy as never, 'identity'), aws }]);
  expect([claim.verdict, claim.secondOpinion?.differences]).toEqual([verdict, differences]);
  if (aws.state === 'unreadable') expect(claim.advice).toContain('Allow access-analyzer:ValidatePolicy in the reader role');
  if (verdict === 'unknown' && aws.state === 'known') expect(claim.evidence[0]).toMatch(/^p, line 7: \w+ \w+: Words of AWS\.$/);
});

test('D-55 of several documents one that AWS refused to judge keeps the others from passing', () => {
  const claim = validationClaim([
    { name: 'p', ours: [], aws: known([]) },
    { name: 'q', ours: [], aws: denied },
  ]);
  expect([claim.verdict, claim.evidence]).toEqual(['unknown', ['No finding in p.', denied.reason]]);
});

const answer = (result: NewAccessAnswer['result'], statementIndex: number | null = null): Reading<NewAccessAnswer> =>
  known({ result, reasons: result === 'PASS' ? [] : [{ description: 'New access in the statement.', statementIndex }] });

test.each([
  ['covered', answer('PASS'), 'pass', 0],
  ['unknown', answer('PASS'), 'pass', 1],
  ['gained', answer('PASS'), 'unknown', 1],
  ['gained', answer('FAIL', 1), 'unknown', 0],
  ['unknown', answer('FAIL', 1), 'unknown', 0],
  ['covered', answer('FAIL', 1), 'unknown', 1],
  ['covered', unreadable('access-analyzer:CheckNoNewAccess was denied (AccessDeniedException)'), 'unknown', 0],
] as const)('D-55 CheckNoNewAccess where we say %s (%#)', (ours, aws, verdict, differences) => {
  const claim = newAccessClaim(ours, aws, ['first', 'second'], 'role against user');
  expect([claim.verdict, claim.secondOpinion?.differences.length]).toEqual([verdict, differences]);
  if (aws.state === 'known' && aws.value.result === 'FAIL') expect(claim.evidence.join(' ')).toContain('(second)');
});

test('several policies as one: statements in order without their Sids, each with the policy that it is of', () => {
  const merged = mergedPolicy([
    { name: 'a', document: { Version: '2012-10-17', Statement: { Sid: 'X', ...allow('s3:GetObject', '*') } } },
    { name: 'b', document: JSON.stringify(document({ Sid: 'X', ...allow('s3:PutObject', '*') }, allow('sqs:SendMessage', '*'))) },
  ]);
  expect(merged?.policies).toEqual(['a', 'b', 'b']);
  expect(merged?.document).toEqual(document(allow('s3:GetObject', '*'), allow('s3:PutObject', '*'), allow('sqs:SendMessage', '*')));
  const text = { Version: '2008-10-17', Statement: allow('s3:GetObject', `arn:aws:s3:::a/\${aws:username}`) };
  expect(mergedPolicy([{ name: 'old', document: text }])).toBeNull();
});
