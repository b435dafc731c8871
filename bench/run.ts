import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { assumers } from './assumers.ts';
import { decisions } from './decisions.ts';
import { ec2Scan } from './ec2-scan.ts';
import { largeScan } from './large-scan.ts';
import { type Figure, table } from './measure.ts';
import { roleGraph } from './role-graph.ts';
import { screens } from './screens.ts';
import { throttledScan } from './throttled-scan.ts';

// `npm run bench`: the figures that were promised, each against its target; all, or those named (`npm run bench -- screens`).
const parts: Record<string, () => Promise<Figure[]>> = {
  decisions,
  assumers,
  'role-graph': roleGraph,
  screens,
  'throttled-scan': throttledScan,
  'large-scan': largeScan,
  'ec2-scan': ec2Scan,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`… ${name}`);
  figures.push(...(await measure()));
}
console.log(`\n${table(figures)}`);
writeFileSync(path.resolve(import.meta.dirname, '../bench-results.json'), `${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = figures.every((figure) => figure.met) ? 0 : 1;
