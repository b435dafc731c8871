import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** Node, pnpm: what is brought along. Ignored by git. */
export const tools = path.join(root, '.tools');
export const inRoot = (...parts) => path.join(root, ...parts);
