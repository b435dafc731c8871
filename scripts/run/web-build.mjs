import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { run } from './child.mjs';
import { filesIn, hashOf } from './hash.mjs';
import { inRoot } from './paths.mjs';
import { Stop, say } from './say.mjs';

/**
 * Builds the web app into `apps/web/dist` when what it is made of has changed. It is built aside and swapped in whole, so that a console
 * that serves the old one meanwhile never answers with half of the new.
 */
export async function buildWeb(env) {
  const dist = inRoot('apps/web/dist');
  const stamp = inRoot('apps/web/dist/.inputs');
  const wanted = hashOf([
    ...filesIn(inRoot('apps/web')),
    ...filesIn(inRoot('packages/shared')),
    inRoot('pnpm-lock.yaml'),
    inRoot('tsconfig.base.json'),
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('building the web app');
  const aside = inRoot(`apps/web/node_modules/.build-${process.pid}`);
  const old = `${aside}-old`;
  const vite = inRoot('apps/web/node_modules/vite/bin/vite.js');
  try {
    const code = await run('node', [vite, 'build', 'apps/web', '--logLevel', 'warn', '--outDir', aside, '--emptyOutDir'], { env });
    if (code !== 0) throw new Stop(code > 128 ? 'Stopped.' : 'The web app could not be built: see above.');
    writeFileSync(`${aside}/.inputs`, wanted);
    mkdirSync(dist, { recursive: true });
    renameSync(dist, old);
    renameSync(aside, dist);
  } finally {
    rmSync(aside, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
