import { expect, test } from 'vitest';
import { maskDocument } from '../findings/mask.ts';
import { known, unreadable } from '../inventory/reading.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import { irreplaceableClaims } from './irreplaceable-claims.ts';

const key = `AKIA${'QNZGKIQY56JQ7WML'}`;
const pair = { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: 'x' };

/** As far as these checks look: the masked document of the revision in use. */
function snapshotOf(environment: Record<string, string>): PlanSnapshot {
  const variables = Object.entries(environment).map(([name, value]) => ({ name, value }));
  const raw = {
    containerDefinitions: [
      { name: 'app', environment: variables },
      { name: 'sidecar', environment: [] },
    ],
  };
  const document = maskDocument(raw, () => 'fp');
  return { taskDefinition: known({ arn: 'app:1', document, tags: {} }) } as unknown as PlanSnapshot;
}
const verdicts = (environment: Record<string, string>) =>
  Object.fromEntries(irreplaceableClaims(snapshotOf(environment), ['app']).map((one) => [one.id, one.verdict]));

test.each([
  ['D-17: SMTP of Amazon SES by its host', { ...pair, SMTP_HOST: 'email-smtp.us-east-1.amazonaws.com' }, 'fail'],
  ['D-17: SMTP of Amazon SES by its user name', { ...pair, SMTP_USERNAME: key }, 'fail'],
  ['D-17: SMTP of Amazon SES inside an address', { ...pair, MAIL_URL: `smtp://${key}:pw@email-smtp.eu-west-1.amazonaws.com:587` }, 'fail'],
  [
    'D-17: a store that only looks like S3',
    { AWS_ACCESS_KEY_ID: 'minio', AWS_SECRET_ACCESS_KEY: 'x', S3_ENDPOINT: 'http://minio:9000' },
    'fail',
  ],
  ['D-17: a key that has not AWS’s form', { AWS_ACCESS_KEY_ID: 'letmein', AWS_SECRET_ACCESS_KEY: 'x' }, 'unknown'],
  ['D-17: an endpoint of AWS is no other store', { ...pair, AWS_ENDPOINT_URL_S3: 'https://s3.us-east-1.amazonaws.com' }, 'pass'],
  ['D-17: a plain pair', pair, 'pass'],
])('%s: %s is judged', (_, environment, verdict) => {
  expect(verdicts(environment)['role-can-replace']).toBe(verdict);
});

test('D-05: a profile must be looked at by a person, and is never stripped unseen', () => {
  expect(verdicts({ ...pair, AWS_PROFILE: 'app' })['no-profile']).toBe('unknown');
  expect(verdicts({ ...pair, AWS_CONFIG_FILE: '' })['no-profile']).toBe('pass');
  expect(verdicts(pair)['no-profile']).toBe('pass');
});

test('a task definition that could not be read proves nothing', () => {
  const unread = { taskDefinition: unreadable('denied') } as unknown as PlanSnapshot;
  expect(irreplaceableClaims(unread, ['app']).map((one) => one.verdict)).toEqual(['unknown']);
});
