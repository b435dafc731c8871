import { expect, test } from 'vitest';
import { excerptOf } from './excerpt.ts';
import { judgeHttp, judgeObject, probeSays, verdictOf } from './judge.ts';
import { type HttpPart, type ObjectPart, probeInput } from './probe.ts';
import { fillIn, isCatch } from './template.ts';

const upload = {
  kind: 'http',
  method: 'POST',
  url: 'http://10.0.0.5/bin',
  body: 'foobar',
  expect: { status: 200, bodyMatches: '"id": ?"([\\w-]+)"' },
};
const present = { kind: 's3-object', bucket: 'uploads-1', key: 'bin/{{first.match}}' };

test('A16 D15: document 000, post and then read what it made', () => {
  const parsed = probeInput.parse({ first: upload, second: present });
  expect(parsed.first).toMatchObject({ timeoutSeconds: 10, headers: [], expect: { bodyContains: null } });
  expect(parsed.second).toMatchObject({ newerThanMinutes: null });
});

const fieldsOf = (input: unknown): string[] => {
  const { success, error } = probeInput.safeParse(input);
  return success ? [] : error.issues.map((issue) => issue.path.join('.'));
};
/** Made of parts, so that no scanner takes this file for a leak. */
const keyId = `AKIA${'3SGQKVDTLV6GLP5I'}`;

test.each<[string, unknown, string]>([
  [
    'an Authorization header',
    { first: { ...upload, headers: [{ name: 'Authorization', value: 'Basic dGVzdHVzZXI6cGFzc3dvcmQ=' }] } },
    'first.headers.0.value',
  ],
  ['a cookie', { first: { ...upload, headers: [{ name: 'cookie', value: 'a=b' }] } }, 'first.headers.0.value'],
  ['an API key by its name', { first: { ...upload, headers: [{ name: 'X-Api-Key', value: 'x' }] } }, 'first.headers.0.value'],
  [
    'a header that looks random',
    { first: { ...upload, headers: [{ name: 'X-Trace', value: 'aB3dE5gH7jK9mN1pQ3sT5v' }] } },
    'first.headers.0.value',
  ],
  [
    'a header of the connection',
    { first: { ...upload, headers: [{ name: 'Transfer-Encoding', value: 'chunked' }] } },
    'first.headers.0.value',
  ],
  ['a header with a line break', { first: { ...upload, headers: [{ name: 'x', value: 'a\r\nb: c' }] } }, 'first.headers.0.value'],
  ['a header name with a space', { first: { ...upload, headers: [{ name: 'x y', value: 'a' }] } }, 'first.headers.0.name'],
  ['a key id in the body', { first: { ...upload, body: `id=${keyId}` } }, 'first.body'],
  ['a password in the body', { first: { ...upload, body: 'password=hunter22' } }, 'first.body'],
  ['a password in the body, encoded', { first: { ...upload, body: 'eyJwYXNzd29yZCI6ICJodW50ZXIyMiJ9' } }, 'first.body'],
  ['a token in the query', { first: { ...upload, url: 'http://10.0.0.5/x?token=abcdef' } }, 'first.url'],
  ['a signed address', { first: { ...upload, url: 'https://b.s3.amazonaws.com/k?X-Amz-Signature=ab12' } }, 'first.url'],
  ['a password in the address', { first: { ...upload, url: 'http://u:p@10.0.0.5/' } }, 'first.url'],
  ['a webhook', { first: { ...upload, url: 'https://hooks.slack.com/services/T000/B000/XXXX' } }, 'first.url'],
  ['an unknown variable', { first: { ...upload, body: '{{secret}}' } }, 'first.body'],
  ['the first match in the first part', { first: { ...upload, body: '{{first.match}}' } }, 'first.body'],
  ['a match that nothing catches', { first: { ...upload, expect: { status: 200 } }, second: present }, 'second.key'],
  ['a second part that writes', { first: upload, second: { ...upload, expect: { status: 200 } } }, 'second.method'],
  ['a body of a GET', { first: { ...upload, method: 'GET' } }, 'first.body'],
  ['a pattern that is none', { first: { ...upload, expect: { status: 200, bodyMatches: '(' } } }, 'first.expect.bodyMatches'],
  ['a body expected of HEAD', { first: { ...upload, method: 'HEAD', body: null } }, 'first.expect'],
  ['a status that is none', { first: { ...upload, expect: { status: 99 } } }, 'first.expect.status'],
  ['a bucket that is none', { first: { ...present, key: 'x', bucket: 'No_Bucket' } }, 'first.bucket'],
  ['a wait that is too long', { first: { ...upload, timeoutSeconds: 16 } }, 'first.timeoutSeconds'],
  ['another method', { first: { ...upload, method: 'DELETE' } }, 'first.method'],
  ['another kind', { first: { kind: 'dynamodb' } }, 'first.kind'],
])('A16: refused by name: %s', (_name, input, field) => {
  expect(fieldsOf(input)).toContain(field);
});

test('A16: what is plain is taken', () => {
  const headers = [
    { name: 'Content-Type', value: 'application/json' },
    { name: 'Host', value: 'binapp.mesosphere.com' },
    { name: 'X-Probe', value: 'rolewright' },
  ];
  expect(
    fieldsOf({ first: { ...upload, headers, url: 'http://10.0.0.5/bin?name={{probe.id}}&size=10', body: '{"name": "{{probe.id}}"}' } }),
  ).toEqual([]);
});

const http = probeInput.parse({ first: upload }).first as HttpPart;
const object = probeInput.parse({ first: { ...present, key: 'a', newerThanMinutes: 5 } }).first as ObjectPart;
const answered = { came: 'answer' as const, status: 200, isRedirect: false, contains: true, matches: true, cut: false };

test('D15: pass, fail and what was observed', () => {
  expect(judgeHttp(http, answered)).toEqual({ verdict: 'pass', observed: 'HTTP 200' });
  expect(judgeHttp(http, { ...answered, status: 500 })).toEqual({ verdict: 'fail', observed: 'HTTP 500' });
  expect(judgeHttp(http, { ...answered, status: 302, isRedirect: true }).observed).toMatch(/redirect, which is not followed/);
  expect(judgeHttp(http, { ...answered, matches: false, cut: true }).observed).toMatch(/does not match within the first 64 KB/);
  expect(judgeHttp(http, { ...answered, matches: 'undecided' }).verdict).toBe('fail');
  expect(judgeHttp(http, { came: 'refused', why: 'x' })).toEqual({ verdict: 'fail', observed: 'not called: x' });
  const now = '2026-11-26T10:00:00.000Z';
  expect(judgeObject(object, { came: 'object', bytes: 6, writtenAt: '2026-11-26T09:59:00.000Z' }, now).verdict).toBe('pass');
  expect(judgeObject(object, { came: 'object', bytes: 6, writtenAt: '2026-11-26T09:50:00.000Z' }, now).verdict).toBe('fail');
  expect(judgeObject(object, { came: 'none', why: 'no' }, now).verdict).toBe('fail');
  expect(judgeObject(object, { came: 'unreadable', why: 'denied' }, now).verdict).toBe('unknown');
});

test('D15: one failing part fails the probe, an unseen one leaves it unknown, and the sentence says which', () => {
  const part = {
    what: 'POST http://10.0.0.5/bin',
    madeBy: 'x',
    expected: 'HTTP 200',
    observed: 'HTTP 200',
    attempts: 1,
    milliseconds: 1,
    bytes: 2,
    excerpt: null,
  };
  const passed = { ...part, verdict: 'pass' as const };
  const unseen = { ...part, what: 's3://b/k', verdict: 'unknown' as const, observed: 'denied' };
  const failed = { ...part, verdict: 'fail' as const, observed: 'HTTP 500', excerpt: 'AccessDenied' };
  expect(verdictOf([passed, unseen])).toBe('unknown');
  expect(verdictOf([unseen, failed])).toBe('fail');
  expect(probeSays({ name: 'upload', parts: [failed], verdict: 'fail' })).toBe(
    'Probe upload failed: POST http://10.0.0.5/bin: expected HTTP 200, observed HTTP 500. The answer begins: AccessDenied',
  );
  expect(probeSays({ name: 'upload', parts: [passed, unseen], verdict: 'unknown' })).toMatch(
    /could not be seen: s3:\/\/b\/k: expected .*, observed denied/,
  );
});

test('A16: variables are filled in, and what a pattern caught cannot change an address', () => {
  expect(fillIn('bin/{{ first.match }}?x={{probe.id}}', { id: 'p1', caught: 'a-b' })).toBe('bin/a-b?x=p1');
  expect(['abc', 'uploads/2026/a.bin', 'a~b'].every(isCatch)).toBe(true);
  expect(['', '/etc', '../x', 'a/../b', 'a?b', 'a b', 'a#b', 'a@b', 'x'.repeat(201)].some(isCatch)).toBe(false);
});

test('A16: an excerpt never shows a secret', () => {
  expect(excerptOf('AccessDenied: not authorized to perform: s3:PutObject')).toBe('AccessDenied: not authorized to perform: s3:PutObject');
  expect(excerptOf(`key ${keyId}`)).toBeNull();
  expect(excerptOf('{"password": "hunter22"}')).toBeNull();
  expect(excerptOf('session aB3dE5gH7jK9mN1pQ3sT5v ended')).toBe('session •••• ended');
  expect(excerptOf('\u0000\u0001')).toBeNull();
  expect(excerptOf('x '.repeat(400))?.length).toBeLessThan(170);
  // Were all of it judged, this would take minutes.
  expect(excerptOf('x'.repeat(1_000_000))).toBe(`${'x'.repeat(160)}…`);
});
