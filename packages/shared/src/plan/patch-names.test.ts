import fc from 'fast-check';
import { expect, test } from 'vitest';
import { credentialVariables } from '../aws/task-definition.ts';
import { leftOverSources, patchTaskDefinition, removedVariables } from './patch.ts';

type Entry = { name: string; value: string };
const patch = { taskRoleArn: 'arn:aws:iam::123456789012:role/app', containers: ['app'] };
const definitionOf = (environment: Entry[], more: object = {}) => ({
  family: 'app',
  containerDefinitions: [{ name: 'app', environment, ...more }],
});

/** Names of D-06, and others that look like the ones to strip. */
const kept = `AWS_REGION AWS_DEFAULT_REGION AWS_SDK_LOAD_CONFIG AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_SESSION_NAME
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_EXECUTION_ENV
  ECS_CONTAINER_METADATA_URI_V4 AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3 AWS_STS_REGIONAL_ENDPOINTS AWS_EC2_METADATA_DISABLED AWS_MAX_ATTEMPTS
  AWS_RETRY_MODE AWS_CA_BUNDLE AWS_PAGER AWS_USE_FIPS_ENDPOINT AWS_ACCOUNT_ID AWS_PROFILE AWS_CONFIG_FILE SLACK_TOKEN S3_KEY S3_SECRET
  aws_access_key_id AWS_ACCESS_KEY_ID_OLD`.split(/\s+/);

test('property D-03 D-06: every name of D-04 goes, however often it occurs, and all else stays byte for byte in its order', () => {
  const entry = fc.record({ name: fc.constantFrom(...kept, ...credentialVariables), value: fc.string() });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (environment) => {
      const before = definitionOf(environment);
      const after = patchTaskDefinition(before, patch) as ReturnType<typeof definitionOf>;
      const wanted = environment.filter(({ name }) => !credentialVariables.some((one) => one === name));
      expect(JSON.stringify(after.containerDefinitions[0]?.environment)).toBe(JSON.stringify(wanted));
      expect(removedVariables(before, ['app'])).toHaveLength(environment.length - wanted.length);
    }),
  );
});

test('D-03 D-10: a half that comes from a secret, or may come to light from an environment file, is named before anything is removed', () => {
  const half = [{ name: 'AWS_ACCESS_KEY_ID', value: 'x' }];
  const secrets = [{ name: 'AWS_SECRET_ACCESS_KEY', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/x' }];
  const environmentFiles = [{ type: 's3', value: 'arn:aws:s3:::config/app.env' }];
  expect(leftOverSources(definitionOf(half, { secrets, environmentFiles }), ['app'])).toEqual([
    { container: 'app', what: 'secret AWS_SECRET_ACCESS_KEY', certain: true },
    { container: 'app', what: '1 environment file', certain: false },
  ]);
  const masking = [{ name: 'AWS_ACCESS_KEY_ID', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/x' }];
  expect(leftOverSources(definitionOf(half, { secrets: masking }), ['app']), 'the same name in two layers').toHaveLength(1);
  expect(leftOverSources(definitionOf(half), ['app'])).toEqual([]);
});
