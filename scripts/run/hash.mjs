import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** SHA-256 over the names and the contents of files, in the order of their names. */
export function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Every file below a folder, without dependencies, builds and tests. */
export function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesIn(path.join(folder, entry.name));
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path.join(folder, entry.name)];
  });
}
