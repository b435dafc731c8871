import { ecsTaskRoleInputs } from '@rolewright/shared/plan/plan.ts';
import { expect, test } from 'vitest';
import { type Draft, inputsOf, strippable } from './inputs.ts';

const draft: Draft = {
  kind: 'create',
  name: ' LimboTaskRole ',
  path: '',
  arn: '',
  permissions: 'carry-over',
  document: '{"Version":"2012-10-17","Statement":[]}',
  containers: null,
};
const role = { create: { name: 'LimboTaskRole', path: '/' } };

test('a draft becomes inputs that the contract accepts', () => {
  for (const given of [draft, { ...draft, permissions: 'document' as const }, { ...draft, containers: ['bot'] }]) {
    const made = inputsOf(given);
    if (!('inputs' in made)) throw new Error(made.problem);
    expect(ecsTaskRoleInputs.parse(made.inputs)).toMatchObject({ role });
  }
});

test('all containers are left unnamed, a choice is named, none is a problem', () => {
  expect(inputsOf(draft)).toEqual({ inputs: { role } });
  expect(inputsOf({ ...draft, containers: ['bot'] })).toEqual({ inputs: { role, containers: ['bot'] } });
  expect(inputsOf({ ...draft, containers: [] })).toEqual({ problem: 'Choose at least one container.' });
});

test('a document that is no object is a problem, not a crash', () => {
  expect(inputsOf({ ...draft, permissions: 'document', document: '[' })).toHaveProperty('problem');
  expect(inputsOf({ ...draft, permissions: 'document', document: '[]' })).toHaveProperty('problem');
});

test('only containers that carry credential variables can be chosen', () => {
  const entry = (fate: 'removed' | 'kept') => ({
    name: 'X',
    value: null,
    masked: null,
    class: 'setting' as const,
    source: 'environment' as const,
    fate,
  });
  const container = (name: string, fate: 'removed' | 'kept') => ({
    name,
    image: '',
    essential: true,
    environment: [entry(fate)],
    chainNow: [],
    chainAfter: [],
  });
  expect(strippable({ containers: [container('bot', 'removed'), container('agent', 'kept')] })).toEqual(['bot']);
});
