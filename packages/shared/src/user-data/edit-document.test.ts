import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readCorpus, standIns } from './corpus.fixture.ts';
import { editDocument } from './edit-document.ts';
import { inspectUserData } from './inspect.ts';
import type { LineEdit } from './line-edits.ts';
import { encodeUtf8 } from './utf8.ts';

const { KEY = '', SECRET = '' } = standIns;
const edit = (fromLine: number, toLine: number, ...lines: string[]): LineEdit => ({ fromLine, toLine, lines });
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

const script = `#!/bin/bash
if [ -f /etc/prod ]; then
  export AWS_ACCESS_KEY_ID=${KEY}
  export AWS_SECRET_ACCESS_KEY=${SECRET}
fi
export DB_PASSWORD='Tr0ub4dor&3xK9'
exec /opt/web
`;

test('D8 D-69: a manual document that a person edits is clean, and its hidden lines are as they were', () => {
  expect(inspectUserData(encodeUtf8(script)).verdict).toBe('manual');
  const edited = editDocument(encodeUtf8(script), [edit(2, 5, 'mkdir -p /etc/shop')]);
  expect(edited).toMatchObject({ verdict: 'clean', problems: [], findings: [] });
  expect(text(edited.bytes)).toBe(`#!/bin/bash\nmkdir -p /etc/shop\nexport DB_PASSWORD='Tr0ub4dor&3xK9'\nexec /opt/web\n`);
  expect(edited.lines[2]?.text).toBe('export DB_PASSWORD=••••');
  expect(edited.doubts).toEqual([
    'Line 3 holds other values that look secret. They stay as they are; whether they are wanted is not judged.',
  ]);
});

test('D8: half an edit is not clean, its lines are named and there is nothing to write', () => {
  const edited = editDocument(encodeUtf8(script), [edit(4, 4)]);
  expect(edited.verdict).toBe('manual');
  expect(edited.findings.map(({ line }) => line)).toEqual([3]);
  expect(edited.bytes).toBeUndefined();
});

test('D8: a later use of what went, and a script that no shell could follow, are doubts', () => {
  const used = editDocument(encodeUtf8(`${script}echo "\${AWS_ACCESS_KEY_ID:-none}" >/tmp/who\n`), [edit(2, 5)]);
  expect(used.doubts[0]).toBe('Line 4 still names AWS_ACCESS_KEY_ID, which held the key: see that it works without it.');
  const broken = editDocument(encodeUtf8(script), [edit(2, 4, 'if true; then'), edit(5, 5)]);
  expect(broken.doubts[0]).toMatch(/^It can no longer be read for certain: The script cannot be followed/);
});

test('D8: a first line that makes it another document, and one longer than EC2 takes, are problems', () => {
  expect(editDocument(encodeUtf8(script), [edit(1, 5)]).problems).toMatchObject([{ line: 1 }]);
  const long = Array.from({ length: 300 }, () => '# a comment that makes the document longer than it may be, by far');
  expect(editDocument(encodeUtf8(script), [edit(2, 5, ...long)]).problems[0]?.message).toMatch(/EC2 takes 16,384/);
});

test('D8: what is typed beside other lines so that it becomes a secret is a problem', () => {
  const pem = '#!/bin/sh\ncat >/etc/key.pem <<EOF\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\nEOF\n';
  expect(editDocument(encodeUtf8(pem), [edit(5, 4, 'abc')]).problems).toMatchObject([{ line: 5 }]);
});

test('D8 D-68: a gzip file and the base64 part of a MIME message are edited within, all else to the byte', () => {
  const packed = editDocument(gzipSync(script), [edit(2, 5)]);
  expect(gunzipSync(packed.bytes ?? new Uint8Array()).toString()).toBe(script.replace(/if[\s\S]*fi\n/, ''));
  const part = (type: string, body: string) =>
    `--XX\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(body).toString('base64')}\n`;
  const other = part('text/cloud-config', '#cloud-config\npackages: [jq]\n');
  const head = 'Content-Type: multipart/mixed; boundary="XX"\nMIME-Version: 1.0\n\n';
  const message = (body: string) => `${head}${other}${part('text/x-shellscript', body)}--XX--\n`;
  const lines = message(script);
  const shown = inspectUserData(encodeUtf8(lines)).lines.map((one) => one.text);
  const first = shown.indexOf('if [ -f /etc/prod ]; then') + 1;
  const edited = editDocument(encodeUtf8(lines), [edit(first, first + 3)]);
  expect(edited).toMatchObject({ verdict: 'clean', problems: [] });
  const body = Buffer.from(/x-shellscript[\s\S]*?\n\n([\s\S]*?)\n--XX--/.exec(text(edited.bytes))?.[1] ?? '', 'base64').toString();
  expect(body).toBe(script.replace(/if[\s\S]*fi\n/, ''));
  expect(text(edited.bytes).startsWith(head + other)).toBe(true);
  const frame = editDocument(encodeUtf8(lines), [edit(first - 2, first + 4)]);
  expect(frame.problems).toMatchObject([{ line: null, message: /boundary or a header/ }]);
});

test('D8 D-68: over the corpus, no edit at all gives the document back, and never bytes that hold a key', () => {
  for (const { name, input, verdict } of readCorpus()) {
    const { bytes, problems } = editDocument(input, []);
    expect(bytes === undefined, name).toBe(verdict !== 'clean' || problems.length > 0);
    if (bytes !== undefined && input[0] !== 0x1f) expect(Buffer.from(bytes).equals(input), name).toBe(true);
  }
});
