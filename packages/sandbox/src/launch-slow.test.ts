import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { launchSandbox } from './launch.ts';

test('a sandbox that is slow to answer is attached to: no second one is started on its state', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    // The first question gets no answer in time.
    if (++asked > 1) response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-slow-'));
  const folder = path.join(dataDir, 'sandbox');
  mkdirSync(folder);
  const settings = { estate: 'empty', rates: 'off', timeScale: 1, trueDelays: false } as const;
  const facts = { port, pid: process.pid, version: 'test', settings, estate: 'empty' };
  writeFileSync(path.join(folder, 'server.json'), JSON.stringify(facts));
  writeFileSync(path.join(folder, 'admin-token'), 'token');
  try {
    const found = await launchSandbox({ dataDir, port: 0, settings, version: 'test' });
    expect(found).toMatchObject({ attached: true, port, pid: process.pid });
    expect(asked).toBe(2);
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
