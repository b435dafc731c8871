import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluate } from './evaluate.ts';
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

test('every idea has cases, and there are at least 150', () => {
  const counts = readdirSync(root).map((idea) => readdirSync(join(root, idea)).length);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(150);
});
