// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
import { expect, test } from 'vitest';
import { normalisePolicy } from '../aws/policy-document.ts';
import { factsOf } from './principal-facts.ts';
import { specialise } from './specialise.ts';

const facts = factsOf({ kind: 'user', arn: 'arn:aws:iam::123456789012:user/bot', tags: { Team: '*' } });
const outcome = (statement: object, variables = true) => {
  const [only] = normalisePolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', ...statement },
  }).statements;
  if (!only) throw new Error('unreachable');
  return specialise(only, variables, facts);
};

test('what a variable stands for is text, and variables of the request stay', () => {
  expect(outcome({ Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}/${aws:SourceVpc}/${*}' })).toMatchObject({
    statement: { resources: ['arn:aws:s3:::b/${*}/${aws:SourceVpc}/${*}'] },
    changes: [expect.stringContaining('became')],
  });
});

test('a condition on something unknown is undecided, whatever its operator', () => {
  expect(outcome({ Condition: { StringMatches: { 'aws:username': 'bot' } } })).toMatchObject({
    undecidedConditions: [{ key: 'aws:username' }],
  });
  expect(outcome({ Condition: { StringEquals: { 'aws:userid': 'AIDAX' } } })).toMatchObject({
    undecidedConditions: [{ key: 'aws:userid' }],
  });
  expect(outcome({ Condition: { StringEquals: { 'aws:username': '${aws:SourceVpc}' } } })).toMatchObject({
    undecidedConditions: [{ key: 'aws:username' }],
  });
  expect(outcome({ Condition: { Null: { 'aws:userid': 'false' } } })).toMatchObject({
    undecidedConditions: [],
    statement: { conditions: [] },
  });
});

test('a value with a missing variable goes; with none left the operator decides', () => {
  const tag = '${aws:PrincipalTag/none}';
  expect(outcome({ Condition: { StringEquals: { 's3:prefix': ['a', tag] } } })).toMatchObject({
    statement: { conditions: [{ values: ['a'] }] },
  });
  expect(outcome({ Condition: { StringEquals: { 's3:prefix': tag } } })).toMatchObject({ kind: 'never' });
  expect(outcome({ Condition: { StringNotEquals: { 's3:prefix': tag } } })).toMatchObject({
    kind: 'applies',
    statement: { conditions: [] },
  });
  expect(outcome({ Condition: { StringEqualsIfExists: { 's3:prefix': tag } } })).toMatchObject({
    undecidedConditions: [{ key: 's3:prefix' }],
  });
  expect(outcome({ Resource: undefined, NotResource: `arn:aws:s3:::b/${tag}` })).toMatchObject({ kind: 'never' });
});

test('Version 2008-10-17 has no variables: the text stays text', () => {
  expect(outcome({ Resource: 'arn:aws:s3:::b/${aws:username}' }, false)).toMatchObject({
    statement: { resources: ['arn:aws:s3:::b/${$}{aws:username}'] },
    changes: [],
  });
});
