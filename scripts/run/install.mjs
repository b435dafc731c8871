import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './child.mjs';
import { hashOf } from './hash.mjs';
import { inRoot } from './paths.mjs';
import { Stop, say } from './say.mjs';
import { bringPnpm } from './toolchain.mjs';

/** What an installation depends on: when none of it changed, nothing is installed. */
const inputs = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  'apps/api/package.json',
  'apps/web/package.json',
  'packages/shared/package.json',
  'packages/sandbox/package.json',
  'e2e/package.json',
  'bench/package.json',
];

/** Installs the dependencies exactly as the lockfile says, when they are missing or the lockfile has changed. */
export async function install(env) {
  const stamp = inRoot('node_modules/.rolewright-installed');
  const wanted = hashOf(inputs.map((file) => inRoot(file)));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const pnpm = await bringPnpm();
  say('installing the dependencies (the first time takes about half a minute)');
  // CI: pnpm asks nothing. The registry is the one setting of npm's that must not be lost.
  const registry = process.env.npm_config_registry;
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', ...(registry ? [`--registry=${registry}`] : [])];
  const { code, output } = await run(pnpm, args, { env: { ...env, CI: 'true' }, quiet: true });
  if (code !== 0) throw new Stop(whyNot(output));
  writeFileSync(stamp, wanted);
}

function whyNot(output) {
  const said = output.trim().split('\n').slice(-15).join('\n');
  if (output.includes('ERR_PNPM_OUTDATED_LOCKFILE'))
    return `pnpm-lock.yaml does not fit the package.json files. Run \`pnpm install\` and commit it.\n${said}`;
  return `The dependencies could not be installed. Is this machine online? pnpm says:\n${said}`;
}
