import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { resolveChain } from './chain.ts';

/** What a task of ECS is given for its role, here by an endpoint of the test's own. */
const role = {
  AccessKeyId: 'ASIAROLE',
  SecretAccessKey: 'role',
  Token: 'token',
  Expiration: new Date(Date.now() + 3_600_000).toISOString(),
};
let server: Server;
let containerUri: string;
beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(role)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  containerUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Whom the SDK's own default chain of this process becomes with these variables and no others of AWS. */
async function whoActs(environment: Record<string, string>, hasRole: boolean): Promise<string> {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  const files = { AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials', AWS_CONFIG_FILE: '/nonexistent/config' };
  const given = { AWS_EC2_METADATA_DISABLED: 'true', ...files, ...(hasRole ? { AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUri } : {}) };
  for (const [name, value] of Object.entries({ ...given, ...environment })) vi.stubEnv(name, value);
  const client = new STSClient({ region: 'us-east-1' });
  try {
    return (await client.config.credentials()).accessKeyId;
  } catch {
    return 'nobody';
  } finally {
    client.destroy();
  }
}

const pair = { AWS_ACCESS_KEY_ID: 'AKIAPAIR', AWS_SECRET_ACCESS_KEY: 'secret' };
const cases: [name: string, environment: Record<string, string>, hasRole: boolean, acts: string][] = [
  ['nothing at all', {}, false, 'nobody'],
  ['a role alone', {}, true, 'ASIAROLE'],
  ['a pair alone', pair, false, 'AKIAPAIR'],
  ['a pair and a role', pair, true, 'AKIAPAIR'],
  ['the id alone and a role', { AWS_ACCESS_KEY_ID: 'AKIAPAIR' }, true, 'ASIAROLE'],
  ['the secret alone and a role', { AWS_SECRET_ACCESS_KEY: 'secret' }, true, 'ASIAROLE'],
  ['the id alone', { AWS_ACCESS_KEY_ID: 'AKIAPAIR' }, false, 'nobody'],
  ['the secret alone', { AWS_SECRET_ACCESS_KEY: 'secret' }, false, 'nobody'],
  ['an empty pair and a role', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, true, 'ASIAROLE'],
  ['an empty secret and a role', { ...pair, AWS_SECRET_ACCESS_KEY: '' }, true, 'ASIAROLE'],
  ['a blank pair and a role', { AWS_ACCESS_KEY_ID: ' ', AWS_SECRET_ACCESS_KEY: ' ' }, true, ' '],
  ['the legacy pair and a role', { AWS_ACCESS_KEY: 'AKIAOLD', AWS_SECRET_KEY: 'secret' }, true, 'ASIAROLE'],
  ['the mixed pair of document 003 and a role', { AWS_ACCESS_KEY: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'secret' }, true, 'ASIAROLE'],
  ['an id with the legacy secret and a role', { AWS_ACCESS_KEY_ID: 'AKIAPAIR', AWS_SECRET_KEY: 'secret' }, true, 'ASIAROLE'],
  ['both spellings and a role', { ...pair, AWS_ACCESS_KEY: 'AKIAOLD', AWS_SECRET_KEY: 'old' }, true, 'AKIAPAIR'],
  ['a temporary pair with its token', { ...pair, AWS_ACCESS_KEY_ID: 'ASIATEMP', AWS_SESSION_TOKEN: 'token' }, true, 'ASIATEMP'],
  ['a pair, a stale token of old and a role', { ...pair, AWS_SECURITY_TOKEN: 'old' }, true, 'AKIAPAIR'],
  ['a pair, a profile that does not exist and a role', { ...pair, AWS_PROFILE: 'app' }, true, 'ASIAROLE'],
  ['a profile that does not exist and a role', { AWS_PROFILE: 'app' }, true, 'ASIAROLE'],
  ['a pair, a default profile that only Python reads and a role', { ...pair, AWS_DEFAULT_PROFILE: 'app' }, true, 'AKIAPAIR'],
  [
    'a pair, a region and the role’s own name',
    { ...pair, AWS_REGION: 'eu-west-1', AWS_ROLE_ARN: 'arn:aws:iam::1:role/x' },
    true,
    'AKIAPAIR',
  ],
];

test.each(cases)('D-01 D-03 D-04 D-05: with %s the SDK’s own chain acts as the model says', async (_, environment, hasRole, acts) => {
  expect(await whoActs(environment, hasRole)).toBe(acts);
  const model = resolveChain('js', environment, hasRole);
  expect(model.kind === 'static' ? model.accessKeyId : model.kind === 'container-role' ? 'ASIAROLE' : 'nobody').toBe(acts);
});
