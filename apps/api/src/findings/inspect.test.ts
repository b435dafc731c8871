import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { InspectAnswer } from '@rolewright/shared/user-data/contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
});
afterAll(() => console.close());

const key = `AKIA${'QNZGKIQY56JQ7WML'}`;
const secret = `${'q7Rw2Lk9'}/${'Zt4Yx8Bn3Vc6Hd1Jf5Gm0Ps'}+Ab2De9Q`;
const pair = `export AWS_ACCESS_KEY=${key}\nexport AWS_SECRET_ACCESS_KEY=${secret}\n`;
const inspect = (kind: string, content: string | Buffer) =>
  console.call<InspectAnswer>('/api/findings/inspect', { body: { kind, contentBase64: Buffer.from(content).toString('base64') } });

test('D8: document 003’s user data comes back without its two lines', async () => {
  const { status, body, text } = await inspect(
    'shell',
    `#!/bin/bash\nyum update -y\n${pair}export AWS_REGION=us-east-1\nnode server.js &\n`,
  );
  expect(status, text).toBe(200);
  expect(body).toMatchObject({
    verdict: 'automatic',
    findings: [
      { line: 3, variable: 'AWS_ACCESS_KEY', keyId: key },
      { line: 4, variable: 'AWS_SECRET_ACCESS_KEY', keyId: key },
    ],
  });
  expect(Buffer.from(body.rewrittenBase64 ?? '', 'base64').toString()).toBe(
    '#!/bin/bash\nyum update -y\nexport AWS_REGION=us-east-1\nnode server.js &\n',
  );
  expect(body.lines.map(({ change }) => change)).toEqual(['same', 'same', 'removed', 'removed', 'same', 'same']);
});

test('D8: manual and clean documents come back without another text', async () => {
  const manual = await inspect('shell', `${pair}docker run -e AWS_ACCESS_KEY app\n`);
  expect(manual.body).toMatchObject({ verdict: 'manual', findings: [{ line: 1 }, { line: 2 }] });
  expect(manual.body.findings[0]?.why).toContain('Line 3');
  expect(manual.body).not.toHaveProperty('rewrittenBase64');
  expect((await inspect('shell', '#!/bin/sh\nstart-app\n')).body).toMatchObject({ verdict: 'clean', findings: [] });
  expect((await inspect('plain', pair)).body.verdict).toBe('manual');
});

test('D8 D-68: gzip comes back as gzip, and a small file that unpacks to a large one is not unpacked', async () => {
  const { body } = await inspect('gzip', gzipSync(`#!/bin/sh\n${pair}start-app\n`));
  expect(gunzipSync(Buffer.from(body.rewrittenBase64 ?? '', 'base64')).toString()).toBe('#!/bin/sh\nstart-app\n');
  const bomb = await inspect('gzip', gzipSync(Buffer.alloc(100 * 1024 * 1024)));
  expect(bomb.body).toMatchObject({ verdict: 'manual', findings: [{ line: 1, variable: null, keyId: null }] });
  expect(bomb.body.findings[0]?.why).toContain('512 KB');
});

test.each([
  [{ kind: 'bash', contentBase64: '' }, 'kind', 'cloud-config'],
  [{ contentBase64: '' }, 'kind', 'shell'],
  [{ kind: 'shell' }, 'contentBase64', 'string'],
  [{ kind: 'shell', contentBase64: 'YQ' }, 'contentBase64', 'padding'],
  [{ kind: 'shell', contentBase64: 'Y Q==' }, 'contentBase64', 'white space'],
  [{ kind: 'shell', contentBase64: 'YR==' }, 'contentBase64', 'standard base64'],
  [{ kind: 'shell', contentBase64: 'A'.repeat(720_000) }, 'contentBase64', '512 KB'],
  [{ kind: 'shell', contentBase64: '', path: '/etc/passwd' }, 'path', 'not a field'],
])('bad input is refused by its field', async (body, field, said) => {
  const answer = await console.call<{ code: string; fields: { field: string; message: string }[] }>('/api/findings/inspect', { body });
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('bad-input');
  expect(answer.body.fields.find((one) => one.field === field)?.message).toContain(said);
});

test('only who is signed in may ask', async () => {
  const answer = await console.raw('/api/findings/inspect', {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(401);
});

test('D-18: what was sent is in no row, no file of the log and no finding', async () => {
  const marker = `${secret.slice(0, 20)}Qz7Kp3Wm9Rt5Yb1Nv8Xc`;
  const sent = `export AWS_ACCESS_KEY_ID=${key}\nexport AWS_SECRET_ACCESS_KEY=${marker}\nDB_PASSWORD=${marker.slice(1)}\ncurl -u app:${marker.slice(2)} https://example.com\n`;
  const { text, body } = await inspect('shell', sent);
  const shown = JSON.stringify([body.findings, body.lines]);
  const rows: string[] = [];
  const { rows: tables } = await sql<{
    name: string;
  }>`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(console.deps.db);
  for (const { name } of tables) {
    const table = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(console.deps.db);
    rows.push(...table.rows.map(({ row }) => row));
  }
  const log = readFileSync(path.join(console.dataDir, 'logs/api.log'), 'utf8');
  const tail = marker.slice(2);
  for (const [where, said] of Object.entries({ shown, log, rows: rows.join('\n') })) expect(said.includes(tail), where).toBe(false);
  expect(rows.length).toBeGreaterThan(0);
  expect(text).toContain(key);
});
