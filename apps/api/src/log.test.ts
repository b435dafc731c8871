import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Secret } from '@rolewright/shared/secret.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './log.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-log-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function lines(): Record<string, unknown>[] {
  const text = readFileSync(path.join(dataDir, 'logs/api.log'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a line is in the file and in the stream as soon as it is logged, with the request id of its child', () => {
  const streamed: string[] = [];
  const log = openLog({ dataDir, streams: [{ stream: { write: (line: string) => streamed.push(line) } }] });
  log.child({ requestId: 'req-1' }).info({ route: '/healthz' }, 'answered');
  expect(lines()).toMatchObject([{ requestId: 'req-1', route: '/healthz', msg: 'answered' }]);
  expect(streamed.map((line) => JSON.parse(line))).toEqual(lines());
});

test('the file is for its owner only', () => {
  openLog({ dataDir, streams: [] }).info('x');
  expect(statSync(path.join(dataDir, 'logs/api.log')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(dataDir, 'logs')).mode & 0o777).toBe(0o700);
});

test('rule 8: a Secret is not readable, and of an error nothing but name, message, code, stack and cause', () => {
  const log = openLog({ dataDir, streams: [] });
  const error = Object.assign(new Error('denied', { cause: new Error('why') }), { code: 'E1', request: { body: 'hunter2' } });
  log.error({ err: error, password: new Secret('hunter2') }, 'failed');
  expect(JSON.stringify(lines())).not.toContain('hunter2');
  expect(lines()).toMatchObject([
    { err: { name: 'Error', message: 'denied', code: 'E1', cause: { message: 'why' } }, password: '[redacted]' },
  ]);
});

test('a second log appends to the same file', () => {
  openLog({ dataDir, streams: [] }).info('one');
  openLog({ dataDir, streams: [] }).info('two');
  expect(lines().map((line) => line.msg)).toEqual(['one', 'two']);
});
