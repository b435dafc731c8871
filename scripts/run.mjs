// `npm start`, `npm test`, …: the way in. Runs on nothing but Node 20 and npm, and brings what the rest needs.

import { bench, start, test, testLong, verify } from './run/commands.mjs';
import { install } from './run/install.mjs';
import { explain, Stop } from './run/say.mjs';
import { bringNode } from './run/toolchain.mjs';

const commands = { start, test, 'test:long': testLong, bench, verify };
const command = commands[process.argv[2]];

try {
  if (command === undefined) throw new Stop(`Usage: node scripts/run.mjs ${Object.keys(commands).join(' | ')}`);
  if (process.platform === 'win32') throw new Stop('Rolewright runs on Linux and macOS. On Windows, start it inside WSL.');
  const env = await bringNode();
  await install(env);
  process.exitCode = await command(env, process.argv.slice(3));
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
