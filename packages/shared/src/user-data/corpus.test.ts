import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readCorpus, standIns } from './corpus.fixture.ts';
import { inspectUserData } from './inspect.ts';

const corpus = readCorpus();
const unpacked = (kind: string, bytes: Uint8Array): string => (kind === 'gzip' ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8');

test.each(corpus.map((one) => [one.name, one] as const))('D8 D-69: %s', (_, one) => {
  const found = inspectUserData(one.input, one.kind);
  expect({ verdict: found.verdict, findings: found.findings.map(({ line, variable }) => ({ line, variable })) }, one.why).toEqual({
    verdict: one.verdict,
    findings: one.findings,
  });
  expect(found.rewritten && unpacked(one.kind, found.rewritten)).toEqual(one.output === null ? undefined : unpacked(one.kind, one.output));
  if (found.rewritten) expect(inspectUserData(found.rewritten, one.kind)).toMatchObject({ verdict: 'clean', findings: [] });
});

test('D-18: no finding and no shown line of any case holds a secret', () => {
  const secrets = ['SECRET', 'SECRET2', 'TOKEN', 'BASE64'].map((name) => standIns[name] ?? '');
  const told = corpus.map((one) => {
    const { findings, lines } = inspectUserData(one.input, one.kind);
    return { name: one.name, text: JSON.stringify([findings, lines]) };
  });
  expect(told.filter(({ text }) => secrets.some((secret) => text.includes(secret))).map(({ name }) => name)).toEqual([]);
  expect(told.some(({ text }) => text.includes(standIns.KEY ?? ''))).toBe(true);
});

test('there are at least 60 cases of every format, and the share that is handled automatically is told', () => {
  const of = (verdict: string) => corpus.filter((one) => one.verdict === verdict).length;
  const share = Math.round((100 * of('automatic')) / (of('automatic') + of('manual')));
  console.info(
    `user data: ${corpus.length} cases, ${of('automatic')} automatic, ${of('manual')} manual, ${of('clean')} clean: ${share} % of those with a key are rewritten by themselves`,
  );
  expect(corpus.length).toBeGreaterThanOrEqual(60);
  expect(new Set(corpus.map((one) => one.kind)).size).toBe(7);
  expect(of('automatic')).toBeGreaterThan(0);
});
