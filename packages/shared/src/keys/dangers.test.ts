import { expect, test } from 'vitest';
import { dangersOf } from './dangers.ts';

const allow = (Action: string, Resource: string) => ({
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
});
const nothing = { inline: [], attached: [], groups: [] };

test('D-55: what a group grants is as dangerous as what the user has itself, and is told once', () => {
  const admin = allow('*', '*');
  const group = { inline: [admin], attached: [admin] };
  expect(dangersOf({ ...nothing, groups: [group] })).toEqual(['Action "*" grants everything that AWS can do']);
});

test('a narrow user has none, and a document that is not told says nothing', () => {
  expect(dangersOf({ ...nothing, attached: [allow('s3:GetObject', 'arn:aws:s3:::bucket/*'), { document: null }] })).toEqual([]);
});
