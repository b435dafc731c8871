import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../store/testing/database.ts';
import { openQueue, type Queue } from './queue.ts';

let database: TestDatabase;
let queue: Queue;
const errors: unknown[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  queue = await openQueue({ url: database.url, onError: (error) => errors.push(error) });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});

/** Starts a worker process; `said(line)` resolves when it has printed that line. */
function startWorker(name: string, behaviour: 'hang' | 'finish') {
  const script = path.join(import.meta.dirname, 'worker.fixture.ts');
  const child = spawn(process.execPath, [script, database.url.reveal(), name, behaviour], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return { child, lines, said: (line: string) => expect.poll(() => lines, { timeout: 15_000 }).toContain(line) };
}

test('a job is done once, with its data', async () => {
  const seen: unknown[] = [];
  await queue.work('once', async (data) => {
    seen.push(data);
  });
  await queue.send('once', { n: 1 });
  await expect.poll(() => seen).toEqual([{ n: 1 }]);
  await sleep(1500);
  expect(seen).toHaveLength(1);
});

test('a job sent in a transaction exists if and only if the transaction commits', async () => {
  const seen: number[] = [];
  await queue.work<{ n: number }>('transactional', async ({ n }) => {
    seen.push(n);
  });
  const rolledBack = database.db.transaction().execute(async (transaction) => {
    await queue.send('transactional', { n: 1 }, { transaction });
    throw new Error('the mutation failed');
  });
  await expect(rolledBack).rejects.toThrow('the mutation failed');
  await database.db.transaction().execute((transaction) => queue.send('transactional', { n: 2 }, { transaction }));
  await expect.poll(() => seen).toEqual([2]);
});

test('per singletonKey one job is at work and one waits; a third is dropped', async () => {
  const running = Promise.withResolvers<void>();
  let atWork = 0;
  let most = 0;
  let done = 0;
  await queue.work('single', async () => {
    atWork++;
    most = Math.max(most, atWork);
    await running.promise;
    atWork--;
    done++;
  });
  expect(await queue.send('single', {}, { singletonKey: 'a' })).not.toBeNull();
  await expect.poll(() => atWork).toBe(1);
  expect(await queue.send('single', {}, { singletonKey: 'a' })).not.toBeNull();
  expect(await queue.send('single', {}, { singletonKey: 'a' })).toBeNull();
  await sleep(1500);
  running.resolve();
  await expect.poll(() => done, { timeout: 10_000 }).toBe(2);
  expect(most).toBe(1);
});

test('a handler that throws is told of, and called again', async () => {
  let calls = 0;
  await queue.work('throws', async () => {
    calls++;
    if (calls < 3) throw new Error(`attempt ${calls}`);
  });
  await queue.send('throws', {});
  await expect.poll(() => calls, { timeout: 15_000 }).toBe(3);
  expect(errors.map(String)).toEqual(expect.arrayContaining(['Error: attempt 1', 'Error: attempt 2']));
});

test('a job whose worker is killed with SIGKILL is taken up by another within seconds', async () => {
  const first = startWorker('killed', 'hang');
  await first.said('ready');
  await queue.send('killed', { n: 7 });
  await first.said('took 7');
  // Longer than the grace that a job has between being taken and being held.
  await sleep(2500);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const killedAt = Date.now();
  const second = startWorker('killed', 'finish');
  await second.said('did 7');
  expect(Date.now() - killedAt).toBeLessThan(8000);
});

test('a job at work is not given to another worker, however long it takes', async () => {
  const first = startWorker('long', 'hang');
  await first.said('ready');
  await queue.send('long', { n: 1 });
  await first.said('took 1');
  const second = startWorker('long', 'finish');
  await second.said('ready');
  await sleep(5000);
  expect(second.lines).toEqual(['ready']);
});

test('a worker that is stopped aborts its job, which another one takes up', async () => {
  const first = startWorker('stopped', 'hang');
  await first.said('ready');
  await queue.send('stopped', { n: 3 });
  await first.said('took 3');
  first.child.kill('SIGTERM');
  expect((await once(first.child, 'exit'))[0]).toBe(0);
  const second = startWorker('stopped', 'finish');
  await second.said('did 3');
});
