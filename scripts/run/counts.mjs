import { existsSync, readFileSync } from 'node:fs';

/** {passed, failed} of a vitest run, from its JSON report; a file that could not even be loaded counts as one failed. */
export function vitestCounts(file) {
  const report = read(file);
  if (report === undefined) return { passed: 0, failed: 0 };
  const unloaded = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded };
}

/** {passed, failed} of a Playwright run, from its JSON report; passed at the second attempt is passed. */
export function playwrightCounts(file) {
  const report = read(file);
  if (report === undefined) return { passed: 0, failed: 0 };
  const { expected, flaky, unexpected } = report.stats;
  return { passed: expected + flaky, failed: unexpected };
}

/** The line that the CI reads. A run that failed without a failed test (types, lint, a crash) counts as one failed. */
export function summaryLine(counts, code) {
  const passed = counts.reduce((sum, one) => sum + one.passed, 0);
  const failed = counts.reduce((sum, one) => sum + one.failed, 0);
  return `${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed`;
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
