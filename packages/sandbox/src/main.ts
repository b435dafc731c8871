import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Facts } from './launch.ts';
import { spawnRunner } from './runtime/spawn.ts';
import { startSandbox } from './sandbox.ts';
import type { Settings } from './state/world.ts';

/**
 * The sandbox's process: `node main.ts --data-dir X --port 4601 [--estate legacy|empty] [--rates off|published] [--time-scale 1]`. Says on
 * standard output where it listens, in one line of JSON, or why it does not.
 */
const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    port: { type: 'string', default: '0' },
    estate: { type: 'string', default: 'legacy' },
    rates: { type: 'string', default: 'off' },
    'time-scale': { type: 'string', default: '1' },
    'true-delays': { type: 'boolean', default: false },
    version: { type: 'string', default: 'dev' },
  },
});
const dataDir = values['data-dir'];
if (dataDir === undefined) {
  console.error('The sandbox needs --data-dir.');
  process.exit(2);
}

try {
  const settings: Settings = {
    timeScale: Number(values['time-scale']),
    rates: values.rates === 'published' ? 'published' : 'off',
    estate: values.estate === 'empty' ? 'empty' : 'legacy',
    trueDelays: values['true-delays'],
  };
  const sandbox = await startSandbox({
    dataDir,
    port: Number(values.port),
    version: values.version,
    settings,
    log: (message) => console.error(message),
  });
  const runner = spawnRunner({ url: sandbox.url, tokenFile: sandbox.tokenFile });
  const note = path.join(dataDir, 'sandbox/server.json');
  const { estate, rates, timeScale } = settings;
  const facts: Facts = { port: sandbox.port, pid: process.pid, version: values.version, estate, rates, timeScale };
  writeFileSync(note, JSON.stringify(facts), { mode: 0o600 });
  console.log(JSON.stringify(facts));
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await runner.stop();
    await sandbox.close();
    rmSync(note, { force: true });
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.log(JSON.stringify({ error: code === 'EADDRINUSE' ? 'port-taken' : message }));
  process.exit(1);
}
