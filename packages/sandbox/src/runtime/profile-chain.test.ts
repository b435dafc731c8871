import { expect, test } from 'vitest';
import { resolveChain } from './chain.ts';
import { profilesOn } from './shared-files.ts';
import type { SdkFamily } from './workload.ts';

const every: SdkFamily[] = ['js', 'python', 'go', 'java1', 'java2'];
const role = 'arn:aws:iam::560921689673:role/role2';
const pair = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
const keys = 'aws_access_key_id = file\naws_secret_access_key = secret\n';

/** What an SDK on an instance makes of this config file in root's home. */
const from = (sdk: SdkFamily, config: string, environment: Record<string, string> = {}, more: Record<string, string> = {}) =>
  resolveChain(sdk, environment, false, { profiles: profilesOn({ '/root/.aws/config': config, ...more }, environment) });
const kinds = (config: string, environment: Record<string, string> = {}, more: Record<string, string> = {}) =>
  every.map((sdk) => from(sdk, config, environment, more).kind);

test('E11 D-08: a default profile with Ec2InstanceMetadata assumes its role from the instance’s, with external id, name and time', () => {
  const config = `[default]\nrole_arn = ${role}\nexternal_id = an-id\ncredential_source = Ec2InstanceMetadata\nrole_session_name = builder\nduration_seconds = 900\n`;
  for (const sdk of every) {
    expect(from(sdk, config)).toEqual({
      kind: 'assumed-role',
      role: { roleArn: role, externalId: 'an-id', sessionName: 'builder', durationSeconds: 900 },
      from: { kind: 'instance-role' },
    });
  }
  expect(kinds(config.replace('Ec2InstanceMetadata', 'EcsContainer'))).toEqual(every.map(() => 'none'));
  expect(kinds(config, { AWS_EC2_METADATA_DISABLED: 'true' })).toEqual(every.map(() => 'none'));
});

test('a chain of two profiles is followed to its source; one that leads in a circle, or nowhere, gives nothing', () => {
  const last = `[default]\nrole_arn = ${role}\nsource_profile = link\n`;
  const two = `${last}[profile link]\nrole_arn = ${role}1\ncredential_source = Ec2InstanceMetadata\n`;
  expect(from('java2', two)).toMatchObject({
    role: { roleArn: role },
    from: { role: { roleArn: `${role}1` }, from: { kind: 'instance-role' } },
  });
  expect(from('go', last)).toEqual({ kind: 'none', message: 'The source profile link does not exist' });
  expect(kinds(`${last}[profile link]\nrole_arn = ${role}1\nsource_profile = default\n`)).toEqual(every.map(() => 'none'));
  expect(kinds(`[default]\nrole_arn = ${role}\nsource_profile = default\n${keys}`)).toEqual(every.map(() => 'assumed-role'));
});

test('D-07: variables beside a named profile with a role: JavaScript assumes the role, the others act with the key', () => {
  const config = `[profile app]\nrole_arn = ${role}\ncredential_source = Ec2InstanceMetadata\n`;
  expect(kinds(config, { ...pair, AWS_PROFILE: 'app' })).toEqual(['assumed-role', 'static', 'static', 'static', 'static']);
  expect(kinds(config, pair)).toEqual(every.map(() => 'static'));
  expect(kinds(config)).toEqual(every.map(() => 'instance-role'));
});

test('D-07: a role with keys and no source, and one with two sources: each SDK in its own way', () => {
  expect(kinds(`[default]\nrole_arn = ${role}\n${keys}`)).toEqual(['static', 'none', 'assumed-role', 'none', 'none']);
  const both = `[default]\nrole_arn = ${role}\nsource_profile = other\ncredential_source = Ec2InstanceMetadata\n[profile other]\n${keys}`;
  expect(kinds(both)).toEqual(['instance-role', 'none', 'none', 'none', 'none']);
});

test('D-05: the files are where the variables say; the credentials file wins; in the config file a profile is called one', () => {
  const moved = { '/etc/aws/config': `[default]\nrole_arn = ${role}\ncredential_source = Ec2InstanceMetadata\n` };
  expect(kinds('', {}, moved)).toEqual(every.map(() => 'instance-role'));
  expect(kinds('', { AWS_CONFIG_FILE: '/etc/aws/config' }, moved)).toEqual(every.map(() => 'assumed-role'));
  const credentials = { '/root/.aws/credentials': '[default]\naws_access_key_id = own\n' };
  expect(from('js', `[default]\n${keys}`, {}, credentials)).toMatchObject({ kind: 'static', accessKeyId: 'own' });
  expect(from('js', `[app]\n${keys}`, { AWS_PROFILE: 'app' }).kind).toBe('instance-role');
});
