import { existsSync } from 'node:fs';
import { chromium, defineConfig } from '@playwright/test';

// Playwright's own browser when it is there, else the system's; CHROMIUM_PATH wins over both.
const system = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const own = chromium.executablePath();
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync(own) ? undefined : system.find((path) => existsSync(path)));

/** A closed network must not slow the browser down: no background fetches; root (containers) cannot use Chromium's own sandbox. */
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

// `npm run test:long` holds all of it: what takes long, and the others anew with a look at both themes.
const isLong = process.env.ROLEWRIGHT_LONG !== undefined;
const kind = isLong ? /\.(spec|long)\.ts$/ : /\.spec\.ts$/;
const journeys = new RegExp(`-journey${kind.source}`);

export default defineConfig({
  testDir: '.',
  // The journeys start first: each takes as long as many others together.
  projects: [
    { name: 'journeys', testMatch: journeys },
    { name: 'others', testMatch: kind, testIgnore: journeys },
  ],
  ...(isLong ? {} : { grepInvert: /@long/ }),
  outputDir: 'test-results',
  // Files side by side, each with a console of its own: they mostly wait, also on two cores.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'test-results/report.json' }]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    // Colours that fade over would be measured half-way.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
  },
});
