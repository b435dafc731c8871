import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { playwrightCounts, summaryLine, vitestCounts } from './counts.mjs';
import { filesIn, hashOf } from './hash.mjs';
import { inRoot } from './paths.mjs';
import { runStages } from './stages.mjs';
import { cacheOf } from './toolchain.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rolewright-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('counts of a vitest run: passed, failed, and a file that does not load counts as failed', () => {
  const vitest = inRoot('node_modules/vitest');
  const imports = `import { expect, test } from '${vitest}/dist/index.js';\n`;
  writeFileSync(
    path.join(folder, 'a.test.ts'),
    `${imports}test('one', () => {});\ntest('two', () => {});\ntest('three', () => expect(1).toBe(2));`,
  );
  writeFileSync(path.join(folder, 'b.test.ts'), `${imports}throw new Error('not loaded');`);
  const report = path.join(folder, 'report.json');
  const args = ['run', '--root', folder, '--reporter=json', `--outputFile.json=${report}`];
  expect(spawnSync(process.execPath, [`${vitest}/vitest.mjs`, ...args], { cwd: folder }).status).toBe(1);
  expect(vitestCounts(report)).toEqual({ passed: 2, failed: 2 });
});

test('counts of a Playwright run', () => {
  const playwright = inRoot('e2e/node_modules/@playwright/test');
  writeFileSync(path.join(folder, 'package.json'), '{"type":"commonjs"}');
  mkdirSync(path.join(folder, 'tests'));
  const spec = `const { test, expect } = require('${playwright}');
    test('one', () => {}); test('two', () => { expect(1).toBe(2); }); test.skip('three', () => {});`;
  writeFileSync(path.join(folder, 'tests/a.spec.js'), spec);
  const report = path.join(folder, 'report.json');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const args = ['test', '--reporter=json', '--output', path.join(folder, 'out'), 'tests'];
  expect(spawnSync(process.execPath, [`${playwright}/cli.js`, ...args], { cwd: folder, env }).status).toBe(1);
  expect(playwrightCounts(report)).toEqual({ passed: 1, failed: 1 });
});

test('the summary adds up, and a run that failed before its tests is not "0 failed"', () => {
  expect(
    summaryLine(
      [
        { passed: 2, failed: 1 },
        { passed: 40, failed: 0 },
      ],
      1,
    ),
  ).toBe('42 passed, 1 failed');
  expect(summaryLine([vitestCounts(path.join(folder, 'none.json')), { passed: 0, failed: 0 }], 1)).toBe('0 passed, 1 failed');
  expect(summaryLine([{ passed: 3, failed: 0 }], 0)).toBe('3 passed, 0 failed');
});

test('stages stop at the first that fails, with its exit code', async () => {
  const ran: string[] = [];
  const stage = (name: string, code: number) => ({
    name,
    run: async () => {
      ran.push(name);
      return code;
    },
  });
  expect(await runStages([stage('a', 0), stage('b', 3), stage('c', 0)])).toBe(3);
  expect(ran).toEqual(['a', 'b']);
});

test('the hash of inputs changes with a name and with a content, not with tests or builds', () => {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    return hashOf(filesIn(folder));
  };
  const first = write('src/a.ts', '1');
  expect(write('src/a.test.ts', '1')).toBe(first);
  expect(write('dist/a.js', '1')).toBe(first);
  expect(write('node_modules/x/a.js', '1')).toBe(first);
  const second = write('src/a.ts', '2');
  expect(second).not.toBe(first);
  expect(write('src/b.ts', '')).not.toBe(second);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s is passed on, and the exit code is that of the child, which is waited for',
  async (signal) => {
    const child = `process.on('${signal}', () => setTimeout(() => { console.log('stopped'); process.exit(7); }, 300));
    setInterval(() => {}, 1000); console.log('up');`;
    const parent = `import { run } from '${inRoot('scripts/run/child.mjs')}';
    process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(child)}], { env: process.env });`;
    const started = spawn(process.execPath, ['--input-type=module', '-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    started.stdout.on('data', (chunk) => {
      output += chunk;
    });
    await expect.poll(() => output).toContain('up');
    started.kill(signal);
    const [code] = await once(started, 'exit');
    expect(code).toBe(7);
    expect(output).toContain('stopped');
  },
);

test('Ctrl-C while something is fetched is "Stopped.", not a machine that is offline', async () => {
  const child = `setInterval(() => {}, 1000); process.kill(process.ppid, 'SIGINT');`;
  const parent = `import { run } from '${inRoot('scripts/run/child.mjs')}';
  import { explain } from '${inRoot('scripts/run/say.mjs')}';
  await run(process.execPath, ['-e', ${JSON.stringify(child)}], { env: process.env, quiet: true }).catch(explain);`;
  const started = spawn(process.execPath, ['--input-type=module', '-e', parent], { stdio: ['ignore', 'inherit', 'pipe'] });
  let output = '';
  started.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await once(started, 'exit');
  expect(output.trim()).toBe('✗ Stopped.');
});

test('a home that cannot be written does not keep npm from fetching', () => {
  expect(cacheOf({ npm_config_cache: path.join(folder, 'cache') })).toEqual([]);
  writeFileSync(path.join(folder, 'file'), '');
  expect(cacheOf({ npm_config_cache: path.join(folder, 'file/cache') })).toEqual([`--cache=${inRoot('.tools/npm-cache')}`]);
});

test('what a run of the browser tests leaves behind does not fail the lint of the next one', { timeout: 120_000 }, () => {
  const left = inRoot(`e2e/test-results/left-${process.pid}`);
  mkdirSync(left, { recursive: true });
  try {
    writeFileSync(path.join(left, 'report.json'), '{"not":   "formatted"}');
    const { stderr } = spawnSync(process.execPath, [inRoot('node_modules/@biomejs/biome/bin/biome'), 'ci', left], { encoding: 'utf8' });
    expect(stderr).toContain('No files were processed');
  } finally {
    rmSync(left, { recursive: true });
  }
});

test('an unknown command is one sentence', () => {
  const answer = spawnSync(process.execPath, [inRoot('scripts/run.mjs'), 'nonsense'], { encoding: 'utf8' });
  expect(answer.status).toBe(1);
  expect(answer.stderr).toContain('start | test | test:long | bench | verify');
  expect(answer.stderr).not.toContain('    at ');
});
