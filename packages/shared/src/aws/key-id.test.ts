import { expect, test } from 'vitest';
import { accountIdOfKeyId, isExampleKeyId, isKeyId, isPrincipalId, keyIdsIn, kindOfKeyId, maskKeyId, prefixOfKeyId } from './key-id.ts';

test('D-14 the account is decoded only where the format carries it (all five vectors)', () => {
  expect(accountIdOfKeyId('ASIAY34FZKBOKMUTVV7A')).toBe('609629065308');
  expect(accountIdOfKeyId('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753');
  expect(accountIdOfKeyId('ASIAI7JVCNUGFT6XGMAQ')).toBeNull();
  expect(accountIdOfKeyId('AKIAIOSFODNN7EXAMPLE')).toBeNull();
  expect(accountIdOfKeyId('AKIAI44QH8DHBEXAMPLE')).toBeNull();
  expect(accountIdOfKeyId('AKIAQNZGKIQY56JQ7W18')).toBeNull();
  expect(accountIdOfKeyId('AROAQNZGKIQY56JQ7WML')).toBeNull();
});

test('D-13 only four prefixes are credentials', () => {
  expect(['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((prefix) => isKeyId(`${prefix}QNZGKIQY56JQ7WML`))).toEqual([true, true, true, true]);
  for (const prefix of ['AIDA', 'AROA', 'AIPA', 'AGPA', 'ANPA', 'ANVA', 'APKA', 'ASCA']) {
    expect(isKeyId(`${prefix}QNZGKIQY56JQ7WML`), prefix).toBe(false);
    expect(kindOfKeyId(`${prefix}QNZGKIQY56JQ7WML`), prefix).not.toBe('none');
  }
  expect(kindOfKeyId('AKIAQNZGKIQY56JQ7WML')).toBe('long-term');
  expect(kindOfKeyId('ASIAQNZGKIQY56JQ7WML')).toBe('temporary');
  expect(kindOfKeyId('XXXXQNZGKIQY56JQ7WML')).toBe('none');
  expect(prefixOfKeyId('ASIAQNZGKIQY56JQ7WML')).toBe('ASIA');
  expect(prefixOfKeyId('AROAQNZGKIQY56JQ7WML')).toBeNull();
  expect(isPrincipalId('AROAQNZGKIQY56JQ7WML')).toBe(true);
});

test('D-12 key ids are found inside other values, and only whole ones', () => {
  const text =
    's3://AKIAQNZGKIQY56JQ7WML:secret@bucket ASIAY34FZKBOKMUTVV7A xAKIAQNZGKIQY56JQ7WML AKIAQNZGKIQY56JQ7WMLx AKIAQNZGKIQY56JQ7WML';
  expect(keyIdsIn(text)).toEqual(['AKIAQNZGKIQY56JQ7WML', 'ASIAY34FZKBOKMUTVV7A']);
  expect(keyIdsIn('akiaqnzgkiqy56jq7wml')).toEqual([]);
});

test('documented example keys are known, and a mask shows four characters on each side', () => {
  expect(isExampleKeyId('AKIAIOSFODNN7EXAMPLE')).toBe(true);
  expect(isExampleKeyId('AKIAI44QH8DHBEXAMPLE')).toBe(true);
  expect(isExampleKeyId('ASIA1234567890EXAMPLE'.slice(0, 20))).toBe(false);
  expect(isExampleKeyId('ASIAIOSFODNN7EXAMPLE')).toBe(true);
  expect(isExampleKeyId('AKIAQNZGKIQY56JQ7WML')).toBe(false);
  expect(maskKeyId('AKIAIOSFODNN7EXAMPLE')).toBe('AKIA…MPLE');
  expect(maskKeyId('short')).toBe('…');
});
