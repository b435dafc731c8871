import { expect, test } from 'vitest';
import { standIns } from './corpus.fixture.ts';
import { applyLineEdits, type LineEdit, lineEdits } from './line-edits.ts';
import { numbersFrom, randomDocument } from './random-document.fixture.ts';
import { oneCharacterPerByte } from './utf8.ts';

const edit = (fromLine: number, toLine: number, ...lines: string[]): LineEdit => ({ fromLine, toLine, lines });

test('lines are replaced, taken out and put in, with the endings of the lines beside them', () => {
  expect(applyLineEdits('a\nb\nc\n', [edit(2, 2, 'x', 'y')])).toBe('a\nx\ny\nc\n');
  expect(applyLineEdits('a\r\nb\r\nc', [edit(1, 2), edit(3, 3, 'x')])).toBe('x');
  expect(applyLineEdits('a\r\nb\n', [edit(2, 1, 'x'), edit(2, 2, 'y')])).toBe('a\r\nx\ny\n');
  expect(applyLineEdits('a\r\nb', [edit(3, 2, 'x')])).toBe('a\r\nb\r\nx');
  expect(applyLineEdits('', [edit(1, 1, 'x')])).toBe('x');
});

test('lines that the document does not have are refused', () => {
  expect(applyLineEdits('a\nb\n', [edit(2, 3, 'x')])).toBeNull();
  expect(applyLineEdits('a\nb\n', [edit(4, 3, 'x')])).toBeNull();
});

test('D8 D-68: whatever the document and the edits, what lies outside the edited lines stays to the character', () => {
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const next = numbersFrom(seed);
    const text = oneCharacterPerByte(randomDocument(next));
    const lines = text.split(/(?<=\n)/);
    const edits: LineEdit[] = [];
    for (let line = 1; line <= lines.length; line += 1 + next(4)) {
      const gone = Math.min(next(3), lines.length - line + 1);
      edits.push(edit(line, line + gone - 1, ...Array.from({ length: next(3) }, () => 'typed')));
      line += gone;
    }
    const kept = lines.filter((_, index) => !edits.some(({ fromLine, toLine }) => index + 1 >= fromLine && index + 1 <= toLine));
    const after = applyLineEdits(text, edits);
    expect(after?.replaceAll(/typed\r?\n|typed$/g, ''), `seed ${seed}`).toBe(kept.join(''));
  }
});

test('D8: a typed key, secret, password or the dots of a hidden one are refused by their line, and what was typed is not repeated', () => {
  const { KEY = '', SECRET = '' } = standIns;
  const password = ['Tr0ub4dor', '3xK9'].join('&');
  for (const line of [
    `export AWS_ACCESS_KEY_ID=${KEY}`,
    `x ${SECRET}`,
    `DB_PASSWORD=${password}`,
    'export DB_PASSWORD=••••',
    '# AKIA…MPLE',
  ]) {
    const issues = lineEdits.safeParse([edit(1, 1, 'true', line)]).error?.issues ?? [];
    expect(
      issues.map(({ path }) => path.join('.')),
      line,
    ).toEqual(['0.lines.1']);
    expect(JSON.stringify(issues)).not.toMatch(new RegExp(`${KEY}|${password}`));
    expect(JSON.stringify(issues)).not.toContain(SECRET);
  }
});

test('D8: what fetches a secret, or names a profile, may be typed', () => {
  const lines = [
    'export AWS_PROFILE=uploads',
    'DB_PASSWORD="$(aws secretsmanager get-secret-value --secret-id prod/db --query SecretString --output text)"',
    'TOKEN=$(aws ssm get-parameter --name /shop/token --with-decryption --query Parameter.Value --output text)',
    'docker run -d --env-file /etc/shop.env -e AWS_REGION=us-east-1 shop/web:11.4',
    'curl -fsS -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/instance-id',
    'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
  ];
  expect(lineEdits.safeParse([edit(1, 1, ...lines)]).error?.issues ?? []).toEqual([]);
});

test('edits that overlap, or are in another order, are refused', () => {
  expect(lineEdits.safeParse([edit(3, 4), edit(4, 4)]).error?.issues[0]?.path).toEqual([1, 'fromLine']);
  expect(lineEdits.safeParse([edit(3, 1)]).error?.issues[0]?.path).toEqual([0, 'toLine']);
});
