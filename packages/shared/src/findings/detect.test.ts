import { expect, test } from 'vitest';
import { credentialVariables } from '../aws/task-definition.ts';
import cases from './cases/names-and-values.json' with { type: 'json' };
import { detectInOverrides, detectInTaskDefinition } from './detect.ts';
import { maskDocument } from './mask.ts';

const key = `AKIA${'QNZGKIQY56JQ7WML'}`;
const secret = `${'q7Rw2Lk9'}/${'Zt4Yx8Bn3Vc6Hd1Jf5Gm0Ps'}+Ab2De9Q`;

/** Stand-ins of the case files, so that no key stands in the repository. */
const values = {
  BASE64OFPAIR: base64(JSON.stringify({ accessKeyId: key, secretAccessKey: secret })),
  ADDRESSOFPAIR: encodeURIComponent(`https://${key}:${secret}@bucket.example.com`),
  KEY: key,
  ASIA: `ASIA${'Y34FZKBOKMUTVV7A'}`,
  SECRET: secret,
  TOKEN: 'IQoJb3JpZ2luX2VjEXAMPLEnot0really4a5token6but7of8its9form',
};
const filled = (text: string): string =>
  Object.entries(values).reduce((all, [word, value]) => all.replaceAll(new RegExp(`(?<![A-Z_])${word}(?![A-Z_])`, 'g'), value), text);

/** Base64 of ASCII text; the rules' package has no library that would know it. */
function base64(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bits = [...text].map((character) => character.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  const digits = (bits.match(/.{1,6}/g) ?? []).map((six) => alphabet[Number.parseInt(six.padEnd(6, '0'), 2)]).join('');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

/** Keyed in production; here anything that differs for different values. */
const fingerprint = (value: string): string =>
  `fp:${[...value].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1_000_003, 7)}`;

interface Case {
  name: string;
  role?: boolean;
  environment: Record<string, string>;
  secrets?: string[];
  found: string[][];
}

function definitionOf({ environment, secrets = [], role = false }: Case): Record<string, unknown> {
  return {
    family: 'app',
    ...(role ? { taskRoleArn: 'arn:aws:iam::123456789012:role/app' } : {}),
    containerDefinitions: [
      {
        name: 'app',
        environment: Object.entries(environment).map(([name, value]) => ({ name, value: filled(value) })),
        secrets: secrets.map((name) => ({ name, valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/x' })),
      },
    ],
  };
}

test.each((cases as Case[]).map((one) => [one.name, one] as const))('%s', (_, one) => {
  const definition = definitionOf(one);
  const inRaw = detectInTaskDefinition(definition, fingerprint);
  expect(inRaw.map(({ kind, variable, certainty }) => [kind, variable, certainty])).toEqual(one.found);
  expect(detectInTaskDefinition(maskDocument(definition, fingerprint)), 'a masked document shows the same').toEqual(inRaw);
  expect(JSON.stringify(inRaw)).not.toContain(values.SECRET);
});

test('D-14 D-16: the account inside the key id is told, and the secret belongs to the id beside it', () => {
  const [id, secret] = detectInTaskDefinition(
    definitionOf({ name: '', environment: { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'SECRET' }, found: [] }),
    fingerprint,
  );
  expect(id).toMatchObject({ keyId: values.KEY, keyAccountId: '029608264753', companion: 'AWS_SECRET_ACCESS_KEY' });
  expect(secret).toMatchObject({ keyId: values.KEY, companion: 'AWS_ACCESS_KEY_ID' });
  expect(id?.fingerprint).not.toBe(secret?.fingerprint);
});

test.each(credentialVariables)('D-04: %s is flagged, alone and beside a pair', (name) => {
  const alone = detectInTaskDefinition(definitionOf({ name: '', environment: { [name]: 'SECRET' }, found: [] }), fingerprint);
  expect(alone.map((one) => one.variable)).toEqual([name]);
  const pair = { AWS_ACCESS_KEY: 'KEY', AWS_SECRET_ACCESS_KEY: 'SECRET', [name]: 'SECRET' };
  const beside = detectInTaskDefinition(definitionOf({ name: '', environment: pair, found: [] }), fingerprint);
  expect(beside.map((one) => one.variable)).toEqual(expect.arrayContaining([name]));
  expect(beside.every((one) => one.kind === 'static-key')).toBe(true);
});

test('D-22: a name that occurs twice is found twice, each at its own index', () => {
  const pair = (secret: string) => [
    { name: 'AWS_ACCESS_KEY_ID', value: values.KEY },
    { name: 'AWS_SECRET_ACCESS_KEY', value: secret },
  ];
  const environment = [...pair(values.SECRET), ...pair(values.SECRET)];
  const found = detectInTaskDefinition({ containerDefinitions: [{ name: 'app', environment }] }, fingerprint);
  expect(found.map((one) => one.index)).toEqual([0, 1, 2, 3]);
});

test('D-32: keys in the overrides of a task are found there, and only there', () => {
  const definition = definitionOf({ name: '', environment: { AWS_SECRET_ACCESS_KEY: 'SECRET' }, found: [] });
  const overrides = { containerOverrides: [{ name: 'app', environment: [{ name: 'AWS_ACCESS_KEY_ID', value: values.KEY }] }] };
  const found = detectInOverrides(maskDocument(definition, fingerprint), maskDocument(overrides, fingerprint));
  expect(found).toEqual([
    expect.objectContaining({ kind: 'static-key', place: 'override', variable: 'AWS_ACCESS_KEY_ID', companion: 'AWS_SECRET_ACCESS_KEY' }),
  ]);
});
