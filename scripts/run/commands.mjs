import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bringBrowser } from './browser.mjs';
import { run } from './child.mjs';
import { playwrightCounts, summaryLine, vitestCounts } from './counts.mjs';
import { inRoot } from './paths.mjs';
import { explain } from './say.mjs';
import { runStages } from './stages.mjs';
import { buildWeb } from './web-build.mjs';

// The console keeps some fifty megabytes less with a small young generation: of large answers much is garbage at once.
const nodeFlags = JSON.parse(readFileSync(inRoot('scripts/run/node-flags.json'), 'utf8'));
const biome = inRoot('node_modules/@biomejs/biome/bin/biome');
const knip = inRoot('node_modules/knip/bin/knip.js');
const tsc = inRoot('node_modules/typescript/bin/tsc');
const vitest = inRoot('node_modules/vitest/vitest.mjs');
const playwright = inRoot('e2e/node_modules/@playwright/test/cli.js');
// In a file or a CI's log biome would colour every single letter.
const colours = process.stdout.isTTY ? [] : ['--colors=off'];
const projects = ['packages/shared', 'packages/sandbox', 'apps/api', 'apps/web', 'e2e', 'bench'];

/** The console, until it is stopped. */
export async function start(env) {
  await buildWeb(env);
  return await run('node', [...nodeFlags, inRoot('apps/api/src/main.ts')], { env });
}

/** The measurements against their targets: all, or the named parts. */
export async function bench(env, parts) {
  await buildWeb(env);
  return await run('node', [inRoot('bench/run.ts'), ...parts], { env });
}

/** Format, lint with the arrows of the architecture, types, and the pure rules: seconds. */
export async function verify(env) {
  return await runStages([
    lint(env),
    types(env),
    { name: 'tests of the rules', run: () => run('node', [vitest, 'run', 'packages/shared'], { env }) },
  ]);
}

/** Everything but what takes long. */
export async function test(env) {
  return await counted(async (reports) => {
    const unused = { name: 'unused files, exports and dependencies', run: () => run('node', [knip], { env }) };
    return await runStages([lint(env), unused, types(env), unitTests(env, reports, []), browserTests(env, reports)]);
  });
}

/** What takes long: the whole kill matrix, the whole fuzz. */
export async function testLong(env) {
  const long = { ...env, ROLEWRIGHT_LONG: '1' };
  return await counted(async (reports) => {
    return await runStages([unitTests(long, reports, ['--config', 'vitest.long.config.ts']), browserTests(long, reports)]);
  });
}

function lint(env) {
  return { name: 'format, lint, arrows', run: () => run('node', [biome, 'ci', '.', ...colours], { env }) };
}

function types(env) {
  return { name: 'types', run: () => each(projects, (project) => run('node', [tsc, '-p', project], { env })) };
}

function unitTests(env, reports, args) {
  const report = `--outputFile.json=${reports.vitest}`;
  return { name: 'tests', run: () => run('node', [vitest, 'run', ...args, '--reporter=default', '--reporter=json', report], { env }) };
}

function browserTests(env, reports) {
  return {
    name: 'tests in the browser',
    run: async () => {
      await buildWeb(env);
      await bringBrowser(env);
      const config = inRoot('e2e/playwright.config.ts');
      return await run('node', [playwright, 'test', '--config', config], {
        env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reports.playwright },
      });
    },
  };
}

async function each(items, work) {
  for (const item of items) {
    const code = await work(item);
    if (code !== 0) return code;
  }
  return 0;
}

/** Runs tests with a folder for their reports and prints, as the very last line, how many passed and failed. */
async function counted(work) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rolewright-reports-'));
  const reports = { vitest: path.join(folder, 'vitest.json'), playwright: path.join(folder, 'playwright.json') };
  let code = 1;
  try {
    code = await work(reports);
    return code;
  } catch (error) {
    explain(error);
    return code;
  } finally {
    const counts = [vitestCounts(reports.vitest), playwrightCounts(reports.playwright)];
    rmSync(folder, { recursive: true, force: true });
    console.log(`\n${summaryLine(counts, code)}`);
  }
}
