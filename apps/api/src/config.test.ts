import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, parseConfig, takeConfig } from './config.ts';

const root = '/checkout';

function refusal(env: Record<string, string>): string {
  try {
    parseConfig(env, root);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(env)} was taken`);
}

test('an empty environment gives the defaults', () => {
  expect(parseConfig({}, root)).toEqual({
    port: 4600,
    host: '127.0.0.1',
    dataDir: path.resolve(root, '.rolewright'),
    sandbox: { port: 4601, estate: 'legacy', rates: 'off', timeScale: 1, trueDelays: false },
    scanSharePercent: 50,
  });
});

test('an empty string counts as unset', () => {
  expect(parseConfig({ PORT: '', DATABASE_URL: '', AWS_ENDPOINT_URL: '' }, root)).toEqual(parseConfig({}, root));
});

test('every variable is read', () => {
  const config = parseConfig(
    {
      PORT: '0',
      HOST: '::1',
      ROLEWRIGHT_DATA_DIR: 'elsewhere/data',
      DATABASE_URL: 'postgresql://me:pass@db.example:5432/rolewright',
      ROLEWRIGHT_SANDBOX_PORT: '0',
      ROLEWRIGHT_SANDBOX_ESTATE: 'empty',
      ROLEWRIGHT_SANDBOX_RATES: 'published',
      ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.05',
      ROLEWRIGHT_SANDBOX_TRUE_DELAYS: 'on',
      AWS_ENDPOINT_URL: 'http://localhost:4566',
      ROLEWRIGHT_SCAN_SHARE: '100',
    },
    root,
  );
  expect(config).toMatchObject({
    port: 0,
    host: '::1',
    dataDir: '/checkout/elsewhere/data',
    sandbox: { port: 0, estate: 'empty', rates: 'published', timeScale: 0.05, trueDelays: true },
    awsEndpointUrl: 'http://localhost:4566',
    scanSharePercent: 100,
  });
  expect(config.databaseUrl?.reveal()).toBe('postgresql://me:pass@db.example:5432/rolewright');
  expect(JSON.stringify(config)).not.toContain('me:pass');
});

test.each([
  ['PORT', '65536', 'from 0 to 65535'],
  ['PORT', '-1', 'from 0 to 65535'],
  ['PORT', '80.5', 'from 0 to 65535'],
  ['HOST', '0.0.0.0', 'a loopback address'],
  ['HOST', '127.0.0.1.example.com', 'a loopback address'],
  ['HOST', '127.0.0.999', 'a loopback address'],
  ['ROLEWRIGHT_SANDBOX_PORT', 'no', 'from 0 to 65535'],
  ['ROLEWRIGHT_SANDBOX_ESTATE', 'huge', '"legacy" or "empty"'],
  ['ROLEWRIGHT_SANDBOX_RATES', 'on', '"published" or "off"'],
  ['ROLEWRIGHT_SANDBOX_TIME_SCALE', '0', 'above 0'],
  ['ROLEWRIGHT_SANDBOX_TIME_SCALE', 'Infinity', 'above 0'],
  ['ROLEWRIGHT_SANDBOX_TRUE_DELAYS', 'yes', '"on" or "off"'],
  ['ROLEWRIGHT_SCAN_SHARE', '0', 'from 1 to 100'],
  ['ROLEWRIGHT_SCAN_SHARE', '101', 'from 1 to 100'],
])('%s=%s is refused, naming the variable, the value and what is allowed', (name, value, allowed) => {
  const sentence = refusal({ [name]: value });
  expect(sentence).toContain(`${name} is "${value}"`);
  expect(sentence).toContain(allowed);
});

test.each([
  ['DATABASE_URL', 'mysql://me:hunter2@db/x'],
  ['AWS_ENDPOINT_URL', 'https://me:hunter2@aws.example'],
  ['AWS_ENDPOINT_URL', 'http://10.0.0.1:4566/hunter2'],
  ['AWS_ENDPOINT_URL', 'hunter2'],
])('%s that cannot be used is refused without repeating it', (name, value) => {
  const sentence = refusal({ [name]: value });
  expect(sentence).toContain(`${name} is not usable; allowed is `);
  expect(sentence).not.toContain('hunter2');
});

test('several wrong values are all named', () => {
  expect(refusal({ PORT: 'x', ROLEWRIGHT_SANDBOX_RATES: 'y' }).split('\n')).toHaveLength(2);
});

test.each(['https://aws.example', 'http://127.0.0.1:4601', 'http://[::1]:4601'])('AWS_ENDPOINT_URL=%s is taken', (url) => {
  expect(parseConfig({ AWS_ENDPOINT_URL: url }, root).awsEndpointUrl).toBe(url);
});

test('AWS_ENDPOINT_URL leaves the environment, so that no SDK client picks it up', () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', PATH: '/bin' };
  expect(takeConfig(env, root).awsEndpointUrl).toBe('http://127.0.0.1:4566');
  expect(env).toEqual({ PATH: '/bin' });
});

test.each([
  [{ AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ', AWS_SECRET_ACCESS_KEY: 's' }, 'long-term'],
  [{ AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ', AWS_SECRET_ACCESS_KEY: 's', AWS_PROFILE: 'bank' }, 'behind-profile'],
  [{ AWS_ACCESS_KEY_ID: 'ASIAQQQQQQQQQQQQQQQQ', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' }, undefined],
  [{ AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ' }, undefined],
  [{ AWS_PROFILE: 'bank' }, undefined],
])('D-91: the console sees what key of its own is in the environment: %j', (env, kind) => {
  expect(parseConfig(env, root).ownKey).toBe(kind);
});
