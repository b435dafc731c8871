import { inspectUserData } from '@rolewright/shared/user-data/inspect.ts';
import { applyLineEdits, lineEdits } from '@rolewright/shared/user-data/line-edits.ts';
import { encodeUtf8 } from '@rolewright/shared/user-data/utf8.ts';
import { expect, test } from 'vitest';
import { editorLines, editorText, editsBetween, linesRefused } from './editor-text.ts';

const document = '#!/bin/sh\nexport DB_PASSWORD=correct-horse\nexport DB_PASSWORD=battery-staple\nif true; then\n  run\nfi\n';
const lines = editorLines(inspectUserData(encodeUtf8(document)).lines);

test('D8: lines that look the same once they are masked are told apart, so that the one that was taken out is the one that goes', () => {
  expect(lines.slice(1, 3)).toEqual(['export DB_PASSWORD=•••• ‹line 2›', 'export DB_PASSWORD=•••• ‹line 3›']);
  const without = editorText(lines, []).replace('export DB_PASSWORD=•••• ‹line 2›\n', '');
  const edits = editsBetween(lines, without);
  expect(edits).toEqual([{ fromLine: 2, toLine: 2, lines: [] }]);
  expect(applyLineEdits(document, edits)).toBe(document.replace('export DB_PASSWORD=correct-horse\n', ''));
});

test('D8: whatever is typed, the edits give the same text again', () => {
  const text = editorText(lines, []);
  const typed = [
    text,
    '',
    `${text}\n`,
    `# first\n${text}`,
    text.replace('  run', '  walk\n  run\n  stop'),
    text.replace('if true; then\n', '').replace('\nfi', ''),
    'something\nelse',
  ];
  for (const one of typed) expect(editorText(lines, editsBetween(lines, one))).toBe(one);
  expect(editsBetween(lines, text)).toEqual([]);
});

test('D8: a changed line that still holds dots is refused by its line in the edited text', () => {
  const text = editorText(lines, []).replace('#!/bin/sh', '#!/bin/sh\nset -e').replace('•••• ‹line 3›', '••••x');
  const edits = editsBetween(lines, text);
  const issues = lineEdits.safeParse(edits).error?.issues ?? [];
  expect(linesRefused(edits, issues)).toMatchObject([{ line: 4 }]);
});
