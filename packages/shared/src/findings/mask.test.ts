import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameSays } from './classify.ts';
import { maskDocument } from './mask.ts';

const key = `AKIA${'QNZGKIQY56JQ7WML'}`;
const secret = `${'q7Rw2Lk9'}/${'Zt4Yx8Bn3Vc6Hd1Jf5Gm0Ps'}+Ab2De9Q`;
const fingerprint = (): string => 'fp';
const masked = (document: Record<string, unknown>): string => JSON.stringify(maskDocument(document, fingerprint));

/** One fixture for each place of D-09 that the API shows, and for one that nobody has heard of yet (D-21). */
const places: Record<string, Record<string, unknown>> = {
  environment: { environment: [{ name: 'ANY', value: secret }] },
  'a URL in the environment': { environment: [{ name: 'BACKUP', value: `s3://${key}:${secret}@bucket` }] },
  'an encoded URL in the environment': { environment: [{ name: 'NEXT', value: encodeURIComponent(`https://app:${secret}@host/`) }] },
  'a JSON blob in the environment': { environment: [{ name: 'CONFIG', value: JSON.stringify({ s3: { secretAccessKey: secret } }) }] },
  'Java options': { environment: [{ name: 'JAVA_OPTS', value: `-Xmx1g -Daws.secretKey=${secret}` }] },
  'a command line': { command: ['sh', '-c', `export AWS_SECRET_ACCESS_KEY=${secret} && run`] },
  'the word after an option': { entryPoint: ['app', '--db-password', secret] },
  'a health check': { healthCheck: { command: ['CMD-SHELL', `curl -H "token: ${secret}" localhost`] } },
  'log options': { logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': secret } } },
  'FireLens options': { firelensConfiguration: { type: 'fluentd', options: { aws_sec_key: secret } } },
  'Docker labels': { dockerLabels: { 'com.example.api-key': secret } },
  'a member of tomorrow': { futureField: { deep: [{ credential: `password=${secret}` }] } },
};

test.each(Object.entries(places))('D-09 D-18: a secret in %s is masked', (_, container) => {
  const text = masked({ family: 'app', containerDefinitions: [{ name: 'app', image: 'app:1', ...container }] });
  expect(text).not.toContain(secret);
  expect(text).not.toContain(encodeURIComponent(secret));
  expect(text).toContain('$masked');
});

test('D-09: driver options and proxy properties are masked', () => {
  const volumes = [{ name: 'v', dockerVolumeConfiguration: { driverOpts: { 's3.secret': secret } } }];
  const proxyConfiguration = { properties: [{ name: 'Password', value: secret }] };
  expect(masked({ volumes, proxyConfiguration })).not.toContain(secret);
});

test('what is plainly a setting or a name stays as it is', () => {
  const document = {
    family: 'limbo',
    taskRoleArn: 'arn:aws:iam::123456789012:role/AVeryLongRoleNameOfTeam7WithManyWords',
    containerDefinitions: [
      {
        name: 'bot',
        image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/limbo@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        environment: [
          { name: 'AWS_REGION', value: 'us-east-1' },
          { name: 'LIMBO_NEEDMENTION', value: '1' },
          { name: 'BUCKET', value: 'limbo-brain-560921689673' },
          { name: 'QUEUE_URL', value: 'https://sqs.us-east-1.amazonaws.com/123456789012/orders' },
          { name: 'GIT_SHA', value: '8f14e45fceea167a5a36dedd4bea2543aabbccdd' },
          { name: 'EMPTY', value: '' },
        ],
        command: ['serve', '--port', '8080', '-Daws.region=us-east-1'],
        secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf:password::' }],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/limbo' } },
        credentialSpecs: ['credentialspec:arn:aws:s3:::configuration/gmsa.json'],
      },
    ],
  };
  expect(maskDocument(document, fingerprint)).toEqual(document);
});

test('the key id stays beside the fingerprint, since it is no secret (D-18); a length never does', () => {
  const document = maskDocument({ containerDefinitions: [{ environment: [{ name: 'AWS_ACCESS_KEY_ID', value: key }] }] }, fingerprint);
  expect(document).toEqual({
    containerDefinitions: [
      { environment: [{ name: 'AWS_ACCESS_KEY_ID', value: { $masked: { fingerprint: 'fp', class: 'access-key-id', keyId: key } } }] },
    ],
  });
});

test('property: a name that says secret never shows a value, and the input is not changed', () => {
  const word = fc.constantFrom('TOKEN', 'SECRET', 'PASSWORD', 'API_KEY', 'PRIVATE_KEY', 'SLACK_TOKEN', 'dbPassword', 'clientSecret');
  // Switches and ARNs are no secrets under any name; a value of letters and digits is neither.
  const value = fc.stringMatching(/^[A-Za-z0-9+/!?#]{8,60}$/).filter((text) => !/^(true|false|enabled|disabled)$/i.test(text));
  fc.assert(
    fc.property(word, value, (name, text) => {
      const document = { containerDefinitions: [{ name: 'c', environment: [{ name, value: text }] }] };
      const before = JSON.stringify(document);
      expect(JSON.stringify(maskDocument(document, fingerprint)).includes(JSON.stringify(text))).toBe(false);
      expect(JSON.stringify(document)).toBe(before);
    }),
  );
});

test.each([
  ['SLACK_TOKEN', 'secret'],
  ['clientSecret', 'secret'],
  ['CACHE_KEY', 'doubtful'],
  ['TOKEN_TTL', 'setting'],
  ['KEY_PREFIX', 'setting'],
  ['MONKEY', 'setting'],
])('%s says %s', (name, said) => {
  expect(nameSays(name)).toBe(said);
});
