import { duration } from './say.mjs';

/**
 * Runs stages one after the other, each with its name and how long it took, and stops at the first that fails.
 * @param stages [{name, run: () => Promise<exit code>}]
 * @returns the exit code of the failed stage, or 0
 */
export async function runStages(stages) {
  for (const stage of stages) {
    console.log(`\n▸ ${stage.name}`);
    const startedAt = Date.now();
    const code = await stage.run();
    const took = duration(Date.now() - startedAt);
    console.log(code === 0 ? `✓ ${stage.name}: ${took}` : `✗ ${stage.name}: failed after ${took} (exit code ${code})`);
    if (code !== 0) return code;
  }
  return 0;
}
