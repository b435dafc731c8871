import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './child.mjs';
import { inRoot } from './paths.mjs';
import { Stop, say } from './say.mjs';

const installedOnSystem = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Makes sure that there is a browser for the tests: the one that CHROMIUM_PATH names, the system's, or Playwright's own. */
export async function bringBrowser(env) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return;
    throw new Stop(`CHROMIUM_PATH is ${named}, where there is nothing. Name an installed Chromium or Chrome, or unset it.`);
  }
  if (installedOnSystem.some((file) => existsSync(file)) || existsSync(ownBrowser())) return;
  say("fetching Playwright's browser for the tests");
  const playwright = inRoot('e2e/node_modules/@playwright/test/cli.js');
  const { code, output } = await run('node', [playwright, 'install', '--only-shell', 'chromium'], { env, quiet: true });
  if (code === 0) return;
  throw new Stop(
    'The tests need a browser, and none was found or could be fetched. Get one with `apt-get install chromium` (Debian, Ubuntu), ' +
      `or name an installed Chromium or Chrome with CHROMIUM_PATH. Playwright says:\n${output.trim().split('\n').slice(-5).join('\n')}`,
  );
}

/** Where the installed version of Playwright keeps its Chromium; a marker file says that it is whole. */
function ownBrowser() {
  const playwright = createRequire(inRoot('e2e/node_modules/@playwright/test/package.json')).resolve('playwright/package.json');
  const core = path.dirname(createRequire(playwright).resolve('playwright-core/package.json'));
  const { browsers } = JSON.parse(readFileSync(path.join(core, 'browsers.json'), 'utf8'));
  const { revision } = browsers.find((browser) => browser.name === 'chromium-headless-shell');
  return path.join(browserCache(), `chromium_headless_shell-${revision}`, 'INSTALLATION_COMPLETE');
}

function browserCache() {
  if (process.env.PLAYWRIGHT_BROWSERS_PATH) return process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/ms-playwright');
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'ms-playwright');
}
