import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluate } from './evaluate.ts';
import { operators } from './operators.ts';
import { accessRequest, decision, policySet } from './request.ts';

// A new case is a JSON file in the folder of its AWS idea; `page` is where AWS says what the verdict is.
const goldenCase = z.strictObject({
  name: z.string(),
  page: z.url({ hostname: /(^|\.)(docs\.)?(aws\.)?amazon\.com$/ }),
  request: accessRequest,
  policies: policySet,
  verdict: decision.shape.verdict,
  decidedBy: z.strictObject({ policy: z.string().nullable(), statement: z.string().nullable() }).optional(),
});

const root = join(import.meta.dirname, 'cases');
for (const idea of readdirSync(root).sort()) {
  describe(idea, () => {
    test.each(readdirSync(join(root, idea)).sort())('%s', (file) => {
      const { request, policies, verdict, decidedBy } = goldenCase.parse(JSON.parse(readFileSync(join(root, idea, file), 'utf8')));
      const answer = evaluate(request, policies);
      expect(answer.verdict, answer.decidedBy.why).toBe(verdict);
      if (decidedBy) expect(answer.decidedBy).toMatchObject(decidedBy);
    });
  });
}

const everyCase = readdirSync(root).flatMap((idea) =>
  readdirSync(join(root, idea)).map((file) => readFileSync(join(root, idea, file), 'utf8')),
);

test('every idea has cases, and there are at least 300', () => {
  const counts = readdirSync(root).map((idea) => readdirSync(join(root, idea)).length);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
  expect(everyCase.length).toBeGreaterThanOrEqual(300);
});

test('no two cases ask the same', () => {
  const asked = everyCase.map((text) => {
    const { request, policies } = goldenCase.parse(JSON.parse(text));
    return JSON.stringify([request, policies]);
  });
  expect(new Set(asked).size).toBe(asked.length);
});

test('a case without its page, or with a page that is not of AWS, is refused', () => {
  const made: unknown = JSON.parse(everyCase[0] ?? '');
  const { page, ...without } = goldenCase.parse(made);
  expect(page).toMatch(/^https:/);
  expect(goldenCase.safeParse(without).success).toBe(false);
  expect(goldenCase.safeParse({ ...without, page: 'https://example.com/iam' }).success).toBe(false);
});

test('every condition operator has cases by itself and with IfExists, and the sets have theirs', () => {
  const used = new Set(
    everyCase.flatMap((text) => [...text.matchAll(/"((?:ForA\w+:)?[A-Z]\w+)": \{/g)].map(([, name]) => name?.toLowerCase())),
  );
  const names = Object.keys(operators).flatMap((name) => [name, `${name}ifexists`]);
  const sets = ['forallvalues', 'foranyvalue'].flatMap((set) =>
    ['stringequals', 'stringlike', 'stringnotlike', 'arnlike'].map((name) => `${set}:${name}`),
  );
  expect([...names, 'null', ...sets].filter((name) => !used.has(name))).toEqual([]);
});
