import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { administratorOf, callsSince } from '../testing/administrator.ts';
import { type ChainPlace, dataAccount, hostAccount, instanceId, openChainPlace, roles } from '../testing/chain-place.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';

// What is handed over is run as an application would run it. Where a program is not installed, its tests are skipped by name.
vi.setConfig({ testTimeout: 120_000 });
const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const withCli = has('aws', '--version') && has('curl', '--version') ? test : test.skip;
const withPython = has('python3', '-c', 'import boto3') && has('curl', '--version') ? test : test.skip;
const withTerraform = has('terraform', 'version') ? test : test.skip;
const withJavac = has('javac', '-version') ? test : test.skip;

let console: TestConsole;
let place: ChainPlace;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
  place = await openChainPlace(console);
});
afterAll(async () => {
  await place.close();
  await console.close();
});

const application = { name: '/build/agent', configFile: '/tmp/not-used' };
const linkOf = (roleArn: string, index: 0 | 1, more: object = {}) => ({
  roleArn,
  externalId: { value: place.externalIds[index] },
  sessionName: null,
  durationSeconds: null,
  ...more,
});
const onInstance = (more: object = {}) => ({
  region: 'us-east-1',
  caller: { kind: 'ec2-instance', accountId: hostAccount },
  links: [linkOf(roles.first, 0, { sessionName: 'Builder={instance-id}', ...more })],
  application,
});
const inTask = () => ({
  region: 'us-east-1',
  caller: { kind: 'ecs-task', accountId: hostAccount },
  links: [
    linkOf(roles.first, 0, { sessionName: 'task-{task-id}' }),
    linkOf(roles.second, 1, { sessionName: 'reader', durationSeconds: 900 }),
  ],
  application,
});
const ids = () => ({ ROLE_1_EXTERNAL_ID: place.externalIds[0], ROLE_2_EXTERNAL_ID: place.externalIds[1], ROLE_2_ACCOUNT_ID: dataAccount });
const identity = ['aws', 'sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];
const first = `arn:aws:sts::${hostAccount}:assumed-role/first/Builder=${instanceId}\n`;
const second = `arn:aws:sts::${dataAccount}:assumed-role/second/reader`;

describe('assume-role.sh', () => {
  const stale = { AWS_ACCESS_KEY_ID: 'ASIAOLD', AWS_SECRET_ACCESS_KEY: 'old', AWS_SESSION_TOKEN: 'old', AWS_PROFILE: 'gone' };

  withCli(
    'E9 E10 E11 B5: past stale variables and an IMDS that refuses version 1, a session named after the instance, time and again',
    async () => {
      await place.deliver({ ...onInstance(), forms: ['shell'] });
      for (const _ of [1, 2]) {
        const { out, error } = await place.run({ ...place.environment.instance, ...stale, ...ids() }, 'sh', 'assume-role.sh', ...identity);
        expect(out, error).toBe(first);
      }
      expect(place.refused).toEqual([]);
      const seen = (await callsSince(console)).filter(
        ({ operation, principal }) => operation === 'GetCallerIdentity' && principal.includes(instanceId),
      );
      expect(seen).toHaveLength(2);
    },
  );

  withCli('E9: from a session in the environment, which stays as it is for the next run', async () => {
    const { caller: _, ...instance } = onInstance({ sessionName: 'task-of-ci' });
    await place.deliver({ ...instance, caller: { kind: 'environment', accountId: hostAccount }, forms: ['shell'] });
    const environment = { ...place.environment.session, AWS_REGION: 'us-east-1', ...ids() };
    const { out, error } = await place.run(environment, 'sh', 'assume-role.sh', ...identity);
    expect(out, error).toBe(`arn:aws:sts::${hostAccount}:assumed-role/first/task-of-ci\n`);
  });

  withCli('E9: a session that has expired does not stand in the way of the next run', async () => {
    await place.deliver({ ...onInstance(), forms: ['shell'] });
    const keep = ['sh', '-c', 'printf "%s %s %s" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN"'];
    const once = await place.run({ ...place.environment.instance, ...ids() }, 'sh', 'assume-role.sh', ...keep);
    const [AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = ''] = once.out.split(' ');
    const session = console.sandbox.world.state.sessions[AWS_ACCESS_KEY_ID];
    expect(session, once.error).toBeDefined();
    if (session) session.expiresAt = new Date(0).toISOString();
    const expired = {
      ...place.environment.instance,
      AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY,
      AWS_SESSION_TOKEN,
      AWS_DEFAULT_REGION: 'us-east-1',
    };
    const [program = '', ...args] = identity;
    expect((await place.run(expired, program, ...args)).error).toContain('ExpiredToken');
    const { out, error } = await place.run({ ...expired, ...ids() }, 'sh', 'assume-role.sh', ...identity);
    expect(out, error).toBe(first);
  });

  withCli('E10: where the metadata service gives no token the script ends, and does not ask it by version 1', async () => {
    await place.deliver({ ...onInstance(), forms: ['shell'] });
    const asked = place.refused.length;
    const nowhere = {
      ...place.environment.instance,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `${place.environment.instance.AWS_EC2_METADATA_SERVICE_ENDPOINT}/none`,
    };
    const { code, out } = await place.run({ ...nowhere, ...ids() }, 'sh', 'assume-role.sh', ...identity);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(place.refused).toHaveLength(asked + 1);
    expect(place.refused.at(-1)).toBe('/none/latest/api/token');
  });

  withCli('E12: no file holds the credentials afterwards, and the external id is no argument', async () => {
    await place.deliver({ ...onInstance(), forms: ['shell'] });
    // The script may not keep to TMPDIR, so that /tmp is looked at as well: what is new there, and no folder of others.
    const before = new Set(readdirSync('/tmp'));
    const show = ['sh', '-c', `printf "%s %s" "$AWS_SECRET_ACCESS_KEY" "\${ROLE_1_EXTERNAL_ID-unset}"`];
    const { out, error } = await place.run({ ...place.environment.instance, ...ids() }, 'sh', 'assume-role.sh', ...show);
    const [secret = '', id] = out.split(' ');
    expect(secret.length, error).toBeGreaterThan(20);
    expect(id).toBe('unset');
    const files = readdirSync(place.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    const inTmp = readdirSync('/tmp', { withFileTypes: true }).filter((entry) => entry.isFile() && !before.has(entry.name));
    for (const entry of [...files, ...inTmp]) {
      expect(readFileSync(path.join(entry.parentPath, entry.name), 'utf8'), entry.name).not.toContain(secret);
    }
  });

  withCli('E11: the trust refuses a session of another name, and the script ends there', async () => {
    await place.deliver({ ...onInstance({ sessionName: 'somebody' }), forms: ['shell'] });
    const { code, out, error } = await place.run({ ...place.environment.instance, ...ids() }, 'sh', 'assume-role.sh', ...identity);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toContain('AccessDenied');
  });

  withCli('A17 E14: a chain into another account, whose id is asked for', async () => {
    await place.deliver({ ...inTask(), forms: ['shell'] });
    const { ROLE_2_ACCOUNT_ID: _, ...without } = ids();
    const refused = await place.run({ ...place.environment.task, ...without }, 'sh', 'assume-role.sh', ...identity);
    expect(refused.error).toMatch(/ROLE_2_ACCOUNT_ID.*12 digits/);
    const { out, error } = await place.run({ ...place.environment.task, ...ids() }, 'sh', 'assume-role.sh', ...identity);
    expect(out, error).toBe(`${second}\n`);
  });
});

describe('AWS config and its wrapper', () => {
  withCli('A7 A10 B10: start.sh and the config alone make the AWS CLI walk the chain of a task', async () => {
    const { files } = await place.deliver({ ...inTask(), forms: ['aws-config', 'config-wrapper'] });
    const AWS_CONFIG = files[0]?.content ?? '';
    const environment = { ...place.environment.task, AWS_CONFIG, AWS_CONFIG_FILE: path.join(place.folder, 'config') };
    const { out, error } = await place.run(environment, 'sh', 'start.sh', ...identity);
    expect(out, error).toBe(`${second}\n`);
  });

  test('A7 D-07: the SDK for JavaScript walks the same config', async () => {
    const { files } = await place.deliver({
      ...inTask(),
      links: inTask().links.map((link, index) => ({ ...link, sessionName: index === 0 ? 'task-1' : 'reader' })),
      forms: ['aws-config'],
    });
    writeFileSync(path.join(place.folder, 'config-js'), files[0]?.content ?? '');
    const program = `import { GetCallerIdentityCommand, STSClient } from ${JSON.stringify(import.meta.resolve('@aws-sdk/client-sts'))};
      console.log((await new STSClient().send(new GetCallerIdentityCommand())).Arn);`;
    const environment = { ...place.environment.task, AWS_REGION: 'us-east-1', AWS_CONFIG_FILE: path.join(place.folder, 'config-js') };
    const { out, error } = await place.run(environment, process.execPath, '--input-type=module', '--eval', program);
    expect(out, error).toBe(`${second}\n`);
  });

  test.each([
    ['start.sh', ['start.sh', 'sh', '-c']],
    ['the command of a Marathon application', ['-c']],
  ])(
    'A10: %s writes a file that its user alone can read, with %% and \\ as they are, and the application takes its place',
    async (name, args) => {
      const show = `echo "$$ $(umask) \${AWS_CONFIG-unset}"`;
      const instance = onInstance({ sessionName: null });
      const { files } = await place.deliver({ ...instance, marathonApp: { cmd: show }, forms: ['config-wrapper', 'marathon'] });
      const cmd = String(JSON.parse(files.find((file) => file.name === 'marathon-app.json')?.content ?? '{}').cmd);
      const AWS_CONFIG = '[default]\nexternal_id = 100%s\\n\\t%d"$HOME`x`\'\n# ä';
      const file = path.join(place.folder, `config of ${name}`);
      const target = path.join(place.folder, 'target');
      writeFileSync(target, 'untouched', { mode: 0o644 });
      if (!existsSync(file)) symlinkSync(target, file);
      const environment = { ...place.environment.instance, AWS_CONFIG, AWS_CONFIG_FILE: file };
      const { out, pid, error } = await place.run(environment, 'sh', ...args, name === 'start.sh' ? show : cmd);
      expect(out, error).toMatch(new RegExp(`^${pid} 00?22 unset\n$`));
      expect(readFileSync(file, 'utf8')).toBe(`${AWS_CONFIG}\n`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(target, 'utf8')).toBe('untouched');
    },
  );
});

describe('secret stores', () => {
  /** Makes a role with the policy that was handed over, and reads with a session of it. */
  async function readAs(RoleName: string, PolicyDocument: string, ...args: string[]) {
    const { iam } = administratorOf(console);
    const trust = { Effect: 'Allow', Principal: { AWS: hostAccount }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: trust });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
    const sts = new STSClient({ region: 'us-east-1', endpoint: console.sandbox.url, credentials: iam.config.credentials });
    const assume = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'reader' });
    const { Credentials } = await eventually(() => sts.send(assume));
    const { AWS_PROFILE: _, ...environment } = place.environment.administrator;
    const session = {
      ...environment,
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
      AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
    };
    return await place.run(session, 'aws', ...args, '--output', 'text');
  }
  const filled = (text: string) =>
    Object.entries({ PARTITION: 'aws', AWS_REGION: 'us-east-1', ACCOUNT_ID: hostAccount }).reduce(
      (policy, [name, value]) => policy.replaceAll(`\${${name}}`, value),
      text,
    );

  withCli.each([
    ['secrets-manager', ['secretsmanager', 'get-secret-value', '--secret-id', 'build/agent/config', '--query', 'SecretString']],
    ['ssm-parameter', ['ssm', 'get-parameters', '--names', '/build/agent/config', '--with-decryption', '--query', 'Parameters[0].Value']],
  ])('A8 A11: in %s the config is stored and stored again, and read by the role with the policy alone', async (form, read) => {
    const { files } = await place.deliver({ ...inTask(), forms: ['aws-config', form] });
    for (const _ of [1, 2]) {
      const { code, error } = await place.run(place.environment.administrator, 'sh', `store-in-${form}.sh`);
      expect({ code, error }).toEqual({ code: 0, error: '' });
    }
    const policy = filled(files.find(({ name }) => name === `read-from-${form}.json`)?.content ?? '');
    const { out, error } = await readAs(`${form}-execution`, policy, ...read);
    expect(out.trim(), error).toBe(files[0]?.content.trim());
    const nothing = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } });
    expect((await readAs(`${form}-task`, nothing, ...read)).error).toContain('AccessDenied');
    const container = JSON.parse(files.find(({ name }) => name === `container-${form}.json`)?.content ?? '{}');
    expect(container.secrets).toEqual([{ name: 'AWS_CONFIG', valueFrom: expect.stringMatching(/build\/agent\/config$/) }]);
  });
});

describe('snippets', () => {
  const renewals = async (since: number) =>
    (await callsSince(console, since)).filter(
      ({ operation, principal }) => operation === 'AssumeRole' && principal.includes('assumed-role/first'),
    ).length;
  const lastCall = async () => (await callsSince(console)).at(-1)?.seq ?? 0;

  withPython('B10 B11: Python walks the chain, and renews a session that is about to end', async () => {
    await place.deliver({ ...inTask(), forms: ['python', 'chain-variables'] });
    const since = await lastCall();
    // Of 900 seconds, botocore renews whenever it is asked: a quarter of an hour before the end.
    const program = `from chained_session import chained_session
session = chained_session()
for _ in range(2): print(session.client("sts").get_caller_identity()["Arn"])`;
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'old' };
    const { out, error } = await place.run({ ...place.environment.task, ...ids(), ...keys }, 'sh', 'chain.sh', 'python3', '-c', program);
    expect(out, error).toBe(`${second}\n${second}\n`);
    expect(await renewals(since)).toBeGreaterThanOrEqual(2);
  });

  test('B10 B11: JavaScript walks the chain, and renews a session that is about to end', async () => {
    await place.deliver({ ...inTask(), forms: ['javascript', 'chain-variables'] });
    const modules = path.join(place.folder, 'node_modules');
    if (!existsSync(modules)) symlinkSync(path.resolve(import.meta.dirname, '../../node_modules'), modules);
    const since = await lastCall();
    const program = `import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
      import { chainedCredentials } from './chained-credentials.mjs';
      const sts = new STSClient({ credentials: chainedCredentials() });
      const show = async () => console.log((await sts.send(new GetCallerIdentityCommand())).Arn);
      await show();
      await show();
      const now = Date.now;
      Date.now = () => now() + 11 * 60_000;
      await sts.config.credentials();
      Date.now = now;
      await show();`;
    writeFileSync(path.join(place.folder, 'program.mjs'), program);
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'old' };
    const { out, error } = await place.run(
      { ...place.environment.task, ...ids(), ...keys },
      'sh',
      'chain.sh',
      process.execPath,
      'program.mjs',
    );
    expect(out, error).toBe(`${second}\n${second}\n${second}\n`);
    expect(await renewals(since)).toBe(2);
  });

  withJavac('B10: Java has no fault but the libraries that are not here', async () => {
    await place.deliver({ ...inTask(), forms: ['java'] });
    const { error } = await place.run(place.environment.task, 'javac', '-d', 'classes', 'ChainedCredentials.java');
    const faults = error
      .split('\n')
      .filter((line) => /: error: /.test(line) && !/package \S+ does not exist|cannot find symbol/.test(line));
    expect(faults).toEqual([]);
  });
});

withCli('A6: while an external id is rotated both assume the role; afterwards the old one does not', async () => {
  const { iam } = administratorOf(console);
  const [old, fresh] = [place.externalIds[0], 'a-new-external-id-0123456789'];
  const trust = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: hostAccount },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': old } },
    },
  };
  await iam.send(new CreateRoleCommand({ RoleName: 'rotating', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const RoleArn = `arn:aws:iam::${hostAccount}:role/rotating`;
  const sts = new STSClient({ region: 'us-east-1', endpoint: console.sandbox.url, credentials: iam.config.credentials });
  const assume = (ExternalId: string) => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'rotation', ExternalId }));
  const refusal = async (id: string) => (await assume(id).catch((error: Error) => error.name)) === 'AccessDenied';
  await eventually(() => assume(old));
  expect(await refusal(fresh)).toBe(true);
  const links = [{ ...linkOf(roles.first, 0), roleArn: RoleArn }];
  await place.deliver({ ...onInstance(), links, rotation: { newExternalId: fresh, trust }, forms: ['rotation'] });
  const { error } = await place.run(place.environment.administrator, 'sh', 'rotate-external-id.sh', 'begin');
  expect(error).toBe('');
  await eventually(() => assume(fresh));
  await assume(old);
  await place.run(place.environment.administrator, 'sh', 'rotate-external-id.sh', 'finish');
  await eventually(async () => expect(await refusal(old)).toBe(true));
  await assume(fresh);
});

test('E13: config, script and Terraform name the same role and the same external id', async () => {
  const { files } = await place.deliver({
    ...onInstance({ sessionName: 'builder' }),
    forms: ['aws-config', 'chain-variables', 'terraform'],
  });
  const [config = '', , provider = '', values = ''] = files.map(({ content }) => content);
  const { out, error } = await place.run(
    { ...place.environment.instance, ...ids() },
    'sh',
    'chain.sh',
    'sh',
    '-c',
    'echo "$ROLE_1_ARN $ROLE_1_EXTERNAL_ID"',
  );
  expect(out, error).toBe(`${roles.first} ${place.externalIds[0]}\n`);
  expect(config).toContain(`role_arn = ${roles.first}\nexternal_id = ${place.externalIds[0]}\n`);
  const given = Object.fromEntries([...values.matchAll(/^(\w+) *= "(.*)"$/gm)].map(([, name, value]) => [name, value]));
  const arn = /role_arn +=\s"(.*)"/.exec(provider)?.[1]?.replace(/\$\{var\.(\w+)\}/g, (_, name) => given[name] ?? '');
  expect(arn).toBe(roles.first);
  expect(provider).toMatch(/external_id += var\.external_id/);
});

withTerraform('E13: terraform fmt finds nothing to change, in one link and in a chain', async () => {
  for (const body of [onInstance({ durationSeconds: 900 }), inTask()]) {
    await place.deliver({ ...body, forms: ['terraform'] });
    const { code, out, error } = await place.run(
      place.environment.instance,
      'terraform',
      'fmt',
      '-check',
      '-diff',
      'provider.tf',
      'terraform.tfvars',
    );
    expect({ code, out, error }).toMatchObject({ code: 0 });
  }
});

test('A5 D-48: the external id is in the answer alone, in no table and no log, also under an Idempotency-Key', async () => {
  const body = { ...onInstance(), forms: ['aws-config'] };
  const { status, text } = await console.call('/api/export/delivery', { body, headers: { 'idempotency-key': 'once' } });
  expect(status, text).toBe(200);
  expect(text).toContain(place.externalIds[0]);
  const kept = await console.database.db.selectFrom('idempotency').selectAll().execute();
  const audit = await console.database.db.selectFrom('audit').selectAll().execute();
  expect(JSON.stringify([kept, audit])).not.toContain(place.externalIds[0]);
});

test('D-08 B11: what no application could use is a problem document that names the field', async () => {
  const body = { ...inTask(), credentialSource: 'Ec2InstanceMetadata', links: [linkOf(roles.first, 0, { durationSeconds: 7200 })] };
  const { status, body: problem } = await console.call<{ fields: { field: string }[] }>('/api/export/delivery', { body });
  expect(status).toBe(400);
  expect(problem.fields.map(({ field }) => field)).toEqual(['links.0.durationSeconds', 'credentialSource']);
});
