import { expect, test } from 'vitest';
import { createInvoke } from '../../http/invoke.ts';
import { mount } from '../../http/mount.ts';
import { snapshotOf } from '../../http/snapshot.ts';
import { testWorld } from '../../state/test-world.ts';
import { service as ssm } from '../ssm/index.ts';
import { service as secretsmanager } from './index.ts';

const { world } = testWorld();
const invoke = createInvoke(world, [
  mount('secretsmanager', await import('@aws-sdk/client-secrets-manager'), secretsmanager),
  mount('ssm', await import('@aws-sdk/client-ssm'), ssm),
]);
const at = { accountId: '560921689673', region: 'us-east-1', service: 'secretsmanager' } as const;
const parameters = { ...at, service: 'ssm' } as const;

test('A6 A8 a new value takes the place of the old one, which stays readable as AWSPREVIOUS', async () => {
  const SecretId = 'app/aws-config';
  await invoke({ ...at, operation: 'CreateSecret', input: { Name: SecretId, SecretString: 'one' } });
  for (const SecretString of ['two', 'three']) await invoke({ ...at, operation: 'PutSecretValue', input: { SecretId, SecretString } });
  const read = (more: object = {}) => invoke({ ...at, operation: 'GetSecretValue', input: { SecretId, ...more } });
  expect(await read()).toMatchObject({ SecretString: 'three', VersionStages: ['AWSCURRENT'] });
  const previous = await read({ VersionStage: 'AWSPREVIOUS' });
  expect(previous).toMatchObject({ SecretString: 'two', VersionStages: ['AWSPREVIOUS'] });
  expect(await read({ VersionId: previous.VersionId })).toMatchObject({ SecretString: 'two' });
  await expect(read({ VersionStage: 'AWSPENDING' })).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  const snapshot = JSON.stringify(snapshotOf(world.state));
  expect(snapshot).toContain(SecretId);
  expect(snapshot).not.toMatch(/"(two|three)"/);
});

test('D-22 a repeated call with its token changes nothing; with another value the token is refused, of an earlier version too', async () => {
  const SecretId = 'repeated';
  const [first, second] = ['a', 'b'].map((letter) => letter.repeat(32));
  const create = (SecretString: string) =>
    invoke({ ...at, operation: 'CreateSecret', input: { Name: SecretId, SecretString, ClientRequestToken: first } });
  const { ARN } = await create('one');
  expect((await create('one')).ARN).toBe(ARN);
  await expect(create('two')).rejects.toMatchObject({ code: 'ResourceExistsException' });
  const put = (SecretString: string, ClientRequestToken = second) =>
    invoke({ ...at, operation: 'PutSecretValue', input: { SecretId, SecretString, ClientRequestToken } });
  await put('two');
  await put('two');
  await expect(put('three')).rejects.toMatchObject({ code: 'ResourceExistsException' });
  expect((await put('one', first)).VersionStages).toEqual(['AWSPREVIOUS']);
  await expect(put('three', first)).rejects.toMatchObject({ code: 'ResourceExistsException' });
  expect(await invoke({ ...at, operation: 'GetSecretValue', input: { SecretId } })).toMatchObject({
    SecretString: 'two',
    VersionId: second,
  });
});

test('a secret that is scheduled for deletion is not read, listed or made again; without recovery it is gone', async () => {
  const SecretId = 'short-lived';
  const create = () => invoke({ ...at, operation: 'CreateSecret', input: { Name: SecretId, SecretString: 'x' } });
  await create();
  const bad = invoke({ ...at, operation: 'DeleteSecret', input: { SecretId, RecoveryWindowInDays: 3 } });
  await expect(bad).rejects.toMatchObject({ code: 'InvalidParameterException' });
  await invoke({ ...at, operation: 'DeleteSecret', input: { SecretId, RecoveryWindowInDays: 7 } });
  await expect(invoke({ ...at, operation: 'GetSecretValue', input: { SecretId } })).rejects.toMatchObject({
    code: 'InvalidRequestException',
  });
  await expect(create()).rejects.toMatchObject({ code: 'InvalidRequestException' });
  const { SecretList } = await invoke({ ...at, operation: 'ListSecrets', input: {} });
  expect(SecretList?.map(({ Name }) => Name)).not.toContain(SecretId);
  await invoke({ ...at, operation: 'CreateSecret', input: { Name: 'gone', SecretString: 'x' } });
  await invoke({ ...at, operation: 'DeleteSecret', input: { SecretId: 'gone', ForceDeleteWithoutRecovery: true } });
  await expect(invoke({ ...at, operation: 'DescribeSecret', input: { SecretId: 'gone' } })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test('A11 a resource policy is kept, given back and taken away; one that lets everyone in is refused where that was asked for', async () => {
  const SecretId = 'with-policy';
  await invoke({ ...at, operation: 'CreateSecret', input: { Name: SecretId, SecretString: 'x' } });
  const put = (ResourcePolicy: string, more: object = {}) =>
    invoke({ ...at, operation: 'PutResourcePolicy', input: { SecretId, ResourcePolicy, ...more } });
  await expect(put('{')).rejects.toMatchObject({ code: 'MalformedPolicyDocumentException' });
  const everyone = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } });
  await expect(put(everyone, { BlockPublicPolicy: true })).rejects.toMatchObject({ code: 'PublicPolicyException' });
  await put(everyone);
  const get = () => invoke({ ...at, operation: 'GetResourcePolicy', input: { SecretId } });
  expect((await get()).ResourcePolicy).toBe(everyone);
  await invoke({ ...at, operation: 'DeleteResourcePolicy', input: { SecretId } });
  expect((await get()).ResourcePolicy).toBeUndefined();
});

test('A8 a parameter is read by name, in the clear only with decryption, and deleted', async () => {
  const Name = '/app/aws-config';
  await invoke({ ...parameters, operation: 'PutParameter', input: { Name, Value: 'config', Type: 'SecureString' } });
  const read = (WithDecryption: boolean) => invoke({ ...parameters, operation: 'GetParameter', input: { Name, WithDecryption } });
  expect((await read(true)).Parameter).toMatchObject({ Name, Value: 'config', Version: 1 });
  expect((await read(false)).Parameter?.Value).not.toContain('config');
  await invoke({ ...parameters, operation: 'DeleteParameter', input: { Name } });
  await expect(read(true)).rejects.toMatchObject({ code: 'ParameterNotFound' });
});

test('A8 a parameter with a path begins with /, as its fully qualified name', async () => {
  const put = (Name: string) => invoke({ ...parameters, operation: 'PutParameter', input: { Name, Value: 'x', Type: 'String' } });
  await put('/a/b');
  await put('a.b');
  await expect(put('a/b')).rejects.toMatchObject({ code: 'ValidationException' });
});
