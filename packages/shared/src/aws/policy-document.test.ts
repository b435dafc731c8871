import { expect, test } from 'vitest';
import { MalformedPolicyDocument, normalisePolicy, parsePolicy, policySize } from './policy-document.ts';

test('one or many: strings, lists, one statement and many come to the same form', () => {
  const one = normalisePolicy(parsePolicy('{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}'));
  const many = normalisePolicy(parsePolicy('{"Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["*"]}]}'));
  expect(one).toEqual(many);
  expect(one.version).toBe('2008-10-17');
  expect(one.statements[0]).toMatchObject({
    sid: null,
    id: '0',
    actions: ['s3:GetObject'],
    notActions: null,
    principals: null,
    conditions: [],
  });
});

test('principals, conditions and their numbers and Booleans are lists of strings', () => {
  const policy = normalisePolicy({
    Version: '2012-10-17',
    Id: 'x',
    Statement: [
      {
        Sid: 'One',
        Effect: 'Deny',
        NotPrincipal: { AWS: '123456789012', Service: ['a.amazonaws.com', 'b.amazonaws.com'] },
        NotAction: 'iam:*',
        NotResource: 'arn:aws:s3:::b',
        Condition: { Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 's3:max-keys': [10, '20'] } },
      },
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
    ],
  });
  expect(policy.statements[0]).toMatchObject({
    id: 'One',
    notPrincipals: { AWS: ['123456789012'], Service: ['a.amazonaws.com', 'b.amazonaws.com'] },
    conditions: [
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
      { operator: 'NumericLessThan', key: 's3:max-keys', values: ['10', '20'] },
    ],
  });
  expect(policy.statements[1]).toMatchObject({ id: '1', principals: '*' });
});

test('what is not a policy is refused in the words of AWS', () => {
  const refused: [string, RegExp][] = [
    ['{', /invalid Json/],
    ['[]', /Syntax errors/],
    ['{}', /Missing required field Statement/],
    ['{"Version":"2011-01-01","Statement":[]}', /must be version 2012-10-17/],
    ['{"Statement":[{"Action":"*","Resource":"*"}]}', /Missing required field Effect/],
    ['{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}', /Invalid effect: allow/],
    ['{"Statement":[{"Effect":"Allow","Action":[1],"Resource":"*"}]}', /Syntax errors/],
    ['{"Statement":[{"Effect":"Allow","Principal":["*"],"Action":"*"}]}', /Invalid principal/],
    ['{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":"x"}}]}', /Syntax errors/],
  ];
  for (const [text, message] of refused) {
    expect(() => normalisePolicy(parsePolicy(text)), text).toThrow(MalformedPolicyDocument);
    expect(() => normalisePolicy(parsePolicy(text)), text).toThrow(message);
  }
});

test('D-41 white space is not counted', () => {
  expect(policySize('{ "Version" : "2012-10-17",\n\t"Statement": [] }')).toBe('{"Version":"2012-10-17","Statement":[]}'.length);
  expect(policySize({ Version: '2012-10-17', Statement: [] })).toBe('{"Version":"2012-10-17","Statement":[]}'.length);
});
