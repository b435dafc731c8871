import { expect, test } from 'vitest';
import { documentDiff } from './document-diff.ts';

const shape = (before: string, after: string) => documentDiff(before, after)?.map(({ kind, before: b, after: a }) => `${kind} ${b} ${a}`);

test('two lines that went, with three lines around them and the rest folded', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);
  const diff = shape(lines.join(''), lines.filter((_, index) => index !== 9 && index !== 10).join(''));
  expect(diff).toEqual([
    'folded null null',
    'same 7 7',
    'same 8 8',
    'same 9 9',
    'removed 10 null',
    'removed 11 null',
    'same 12 10',
    'same 13 11',
    'same 14 12',
    'folded null null',
  ]);
});

test('a comma and a line ending count', () => {
  expect(shape('a,\nb\n', 'a\nb\n')).toEqual(['removed 1 null', 'added null 1', 'same 2 2']);
  expect(shape('a\r\n', 'a\n')).toEqual(['removed 1 null', 'added null 1']);
  expect(shape('a', 'a\n')).toEqual(['removed 1 null', 'added null 1']);
});

test('equal documents have no difference, and too many lines are not compared', () => {
  expect(documentDiff('a\nb\n', 'a\nb\n')?.every(({ kind }) => kind === 'same')).toBe(true);
  const many = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word} ${index}\n`).join('');
  expect(documentDiff(many('a'), many('b'))).toBeNull();
});
