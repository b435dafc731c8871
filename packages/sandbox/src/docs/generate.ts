import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { sandboxPage } from './sandbox-page.ts';

// node packages/sandbox/src/docs/generate.ts
writeFileSync(path.resolve(import.meta.dirname, '../../../../docs/sandbox.md'), sandboxPage());
