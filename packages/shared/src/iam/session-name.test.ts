import { expect, test } from 'vitest';
import { sampleSessionName, sessionNamePattern, sessionNameProblem } from './session-name.ts';

test.each([
  ['app-{task-id}', null],
  ['{instance-id}', null],
  ['BuilderHostname={instance-id}', null],
  ['s3-example', null],
  ['a', /at least 2/],
  ['app {task-id}', /may have A-Z/],
  ['app/{task-id}', /may have A-Z/],
  ['{host}', /\{host\}; the placeholders are \{task-id\} and \{instance-id\}/],
  ['app-{task-id', /has \{/],
  [`${'x'.repeat(32)}{task-id}`, null],
  [`${'x'.repeat(33)}{task-id}`, /up to 65 characters; AWS takes 64/],
])('E11 D-53: the session name %s', (template, problem) => {
  if (problem === null) expect(sessionNameProblem(template)).toBeNull();
  else expect(sessionNameProblem(template)).toMatch(problem);
});

test('E11: the pattern of a template takes the names that it gives, and AWS takes those', () => {
  expect(sessionNamePattern('app-{instance-id}')).toBe('app-i-*');
  expect(sessionNamePattern('app-{task-id}')).toBe(`app-${'?'.repeat(32)}`);
  expect(sampleSessionName('app-{instance-id}')).toMatch(/^app-i-[0-9a-f]{17}$/);
  expect(sampleSessionName('{task-id}')).toMatch(/^[0-9a-f]{32}$/);
});
