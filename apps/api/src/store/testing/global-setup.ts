import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';

/** Before all tests: names a folder for the one server that they share. The first test that needs a database starts it. */
export function setup(): void {
  process.env.ROLEWRIGHT_TEST_DATA_DIR = mkdtempSync(path.join(tmpdir(), 'rolewright-test-'));
}

/** After all tests: stops the server, where one was started, and removes its files. */
export async function teardown(): Promise<void> {
  const dataDir = process.env.ROLEWRIGHT_TEST_DATA_DIR;
  if (dataDir === undefined) return;
  if (existsSync(path.join(dataDir, 'postgres/data'))) await (await startEmbeddedPostgres({ dataDir })).stop();
  rmSync(dataDir, { recursive: true, force: true });
}
