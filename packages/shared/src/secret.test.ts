import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

const secret = new Secret('hunter2-in-clear');

test.each([
  ['String()', String(secret)],
  ['template string', `${secret}`],
  ['concatenation', ''.concat(secret as unknown as string)],
  ['JSON', JSON.stringify({ nested: [secret] })],
  ['inspect', inspect({ deep: { secret } }, { depth: 5, showHidden: true })],
  ['format %o', format('%o', secret)],
  ['format %s', format('%s', secret)],
  ['an error message', new Error(`cannot use ${secret}`).message],
  ['spread', JSON.stringify({ ...secret })],
  ['Object.entries', JSON.stringify(Object.entries(secret))],
])('rule 8: a secret is not readable through %s', (_way, text) => {
  expect(text).not.toContain('hunter2');
});

test('rule 8: what is printed says that something was left out', () => {
  expect(`${secret} ${JSON.stringify(secret)} ${inspect(secret)}`).toBe('[redacted] "[redacted]" [redacted]');
});

test('reveal gives the value itself', () => {
  expect(secret.reveal()).toBe('hunter2-in-clear');
  const object = { a: 1 };
  expect(new Secret(object).reveal()).toBe(object);
});
