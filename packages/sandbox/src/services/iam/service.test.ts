import { expect, test } from 'vitest';
import { stsService } from '../sts/service.ts';
import modelLimits from './limits.json' with { type: 'json' };
import { iamService } from './service.ts';

test('every operation has its requirements, and every requirement its operation', () => {
  for (const { handlers, requirements } of [iamService, stsService]) {
    expect(Object.keys(requirements).sort()).toEqual(Object.keys(handlers).sort());
  }
  expect(Object.keys(iamService.handlers).length).toBeGreaterThan(90);
});

test('every operation of IAM that takes something has the limits of the model', () => {
  const unlimited = Object.keys(iamService.handlers).filter((operation) => !(operation in modelLimits.operations));
  expect(unlimited).toEqual(['GetAccountSummary']);
});

test('the limits hold nothing else', () => {
  const { operations } = modelLimits;
  expect(Object.keys(operations).filter((operation) => !(operation in iamService.handlers))).toEqual([]);
});
