import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from '../aws/policy-document.ts';
import { maskedTrustText, unmaskedTrustText } from './trust-text.ts';

const fingerprint = (value: string) =>
  [...value]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padEnd(16, '0');
const textOf = (ids: string[], spaces: number) =>
  JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Sid: 'A', Effect: 'Allow', Condition: { StringEquals: { 'sts:ExternalId': ids } } }] },
    null,
    spaces,
  );

test('D-48 D-51: masked and put back, a trust policy’s text is the same byte by byte, and the kept one holds no external id', () => {
  const id = fc.stringMatching(/^[\w+=,.@:/-]{6,16}$/).filter((one) => !['Effect', 'Version'].includes(one));
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 4 }), (ids, spaces) => {
      const text = textOf(ids, spaces);
      const kept = maskedTrustText(text, fingerprint);
      for (const one of ids) expect(kept).not.toContain(`"${one}"`);
      expect(unmaskedTrustText(kept, parsePolicy(text), fingerprint)).toBe(text);
    }),
  );
});

test('D-48: an id that is a word of the policy too does not tear the policy apart', () => {
  const text = textOf(['Allow'], 2);
  const kept = maskedTrustText(text, fingerprint);
  expect(parsePolicy(kept)).toMatchObject({ Statement: [{ Effect: 'Allow' }] });
  expect(parsePolicy(unmaskedTrustText(kept, parsePolicy(text), fingerprint) ?? '')).toEqual(parsePolicy(text));
});

test('D-51: where an id is not there any more nothing is put back', () => {
  expect(
    unmaskedTrustText(maskedTrustText(textOf(['gone-by-now'], 0), fingerprint), parsePolicy(textOf(['another-one'], 0)), fingerprint),
  ).toBeNull();
});
