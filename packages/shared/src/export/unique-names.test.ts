import { expect, test } from 'vitest';
import { parameterName } from './cloudformation-value.ts';
import { label } from './terraform-items.ts';
import { uniqueNames } from './unique-names.ts';

const named = (names: string[], taken?: (name: string) => boolean) => [
  ...uniqueNames(
    names.map((name, index) => [index, name] as const),
    parameterName,
    taken,
  ).values(),
];

test('B13: no two are alike, whatever the case; one that stands for something else is not taken; signs alone get a name', () => {
  expect(named(['a-b', 'a_b', 'ab', 'A+B'])).toEqual(['AB', 'AB2', 'Ab3', 'AB4']);
  expect(named(['config-secret', 'role'], (id) => id === 'ConfigSecret')).toEqual(['ConfigSecret2', 'Role']);
  expect(named(['+=', '-'])).toEqual(['Other', 'Other2']);
  expect([
    ...uniqueNames(
      [
        ['x', 'role-2'],
        ['y', 'role_2'],
      ],
      label,
    ).values(),
  ]).toEqual(['role_2', 'role_2_2']);
});
