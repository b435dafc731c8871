import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../error.ts';
import { policyProblems } from '../iam/policy-grammar.ts';
import { deliver } from './deliver.ts';
import { shellVariable as variable } from './delivery/variable-arn.ts';
import { type CallerKind, type Delivery, type DeliveryForm, deliveryForms, deliveryRequest } from './delivery.ts';

const account = '111122223333';
const roleArn = `arn:aws:iam::${account}:role/securedcos-ab12-secure-instance-profiles-app`;
const externalId = 'Rk2bWmVq0yTz8nLx4sHd6cJf1';
const link = { roleArn, externalId: { value: externalId }, sessionName: null, durationSeconds: null };
const application = { name: '/instance-profile-app', configFile: '/tmp/awsconfig' };
const of000 = { region: 'us-east-1', caller: { kind: 'ec2-instance', accountId: account }, links: [link], application };

const asks = (value: unknown) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': value } } },
  ],
});
const newExternalId = 'Zt7qPmXc1oVb5rLk9sNd3hJg2';
const rotation = { newExternalId, trust: asks(externalId) };

const parse = (more: object = {}): Delivery => deliveryRequest.parse({ ...of000, ...more });
const contentOf = (form: DeliveryForm, more: object = {}, index = 0): string =>
  deliver(parse({ ...more, forms: [form] })).files[index]?.content ?? '';
const problems = (more: object) =>
  (deliveryRequest.safeParse({ ...of000, ...more }).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);

describe('AWS config', () => {
  test('A7: for the values of document 000 it is the file of document 000, byte for byte', () => {
    expect(contentOf('aws-config')).toBe(
      `[default]\nregion = us-east-1\nrole_arn = ${roleArn}\nexternal_id = ${externalId}\ncredential_source = Ec2InstanceMetadata\n`,
    );
  });

  test.each<[CallerKind, string]>([
    ['ecs-task', 'EcsContainer'],
    ['ec2-instance', 'Ec2InstanceMetadata'],
    ['environment', 'Environment'],
  ])('A7 D-08: %s takes credential_source %s and refuses the others', (kind, source) => {
    const caller = { kind, accountId: account };
    expect(contentOf('aws-config', { caller })).toContain(`credential_source = ${source}\n`);
    for (const other of ['EcsContainer', 'Ec2InstanceMetadata', 'Environment']) {
      const found = problems({ caller, credentialSource: other });
      expect(found).toEqual(other === source ? [] : [['credentialSource', expect.stringContaining(`must be ${source}`)]]);
    }
  });

  test('D-07: any chain gives profiles with exactly one source, a Region and no static key, which lead from the last role to the caller', () => {
    const links = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][\w+=,.@-]{0,20}$/), { minLength: 1, maxLength: 3 }).chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc.record({
            roleArn: fc.constantFrom(`arn:aws:iam::${account}:role/${name}`, `arn:aws:iam::999900001111:role/team/${name}`),
            externalId: fc.oneof(
              fc.constantFrom('none', 'placeholder'),
              fc.stringMatching(/^[\w+=,.@:/-]{2,40}$/).map((value) => ({ value })),
            ),
            sessionName: fc.constantFrom(null, 'app', 'app-{task-id}'),
            durationSeconds: fc.constantFrom(null, 900, 3600),
          }),
        ),
      ),
    );
    fc.assert(
      fc.property(links, (chain) => {
        const text = contentOf('aws-config', { caller: { kind: 'ecs-task', accountId: account }, links: chain });
        const profiles = profilesOf(text);
        let name: string | undefined = 'default';
        const walked: string[] = [];
        while (name !== undefined) {
          const profile: Record<string, string> = profiles[name] ?? {};
          expect(Number('credential_source' in profile) + Number('source_profile' in profile)).toBe(1);
          expect(profile.region).toBe('us-east-1');
          expect(Object.keys(profile).some((key) => key.startsWith('aws_'))).toBe(false);
          walked.unshift(profile.role_arn ?? '');
          name = profile.source_profile;
        }
        expect(walked).toEqual(chain.map((one) => one.roleArn));
        expect(Object.keys(profiles).length).toBe(chain.length);
      }),
    );
  });
});

describe('what no application could use is refused by field', () => {
  const at = (more: object) => ({ links: [{ ...link, ...more }] });
  const second = { ...link, roleArn: `arn:aws:iam::${account}:role/second` };
  test.each<[string, object, string, RegExp]>([
    ['B11 D-49: two hours on a chain', at({ durationSeconds: 7200 }), 'links.0.durationSeconds', /3600 at most.*STS refuses/],
    ['D-53: a session name with a space', at({ sessionName: 'my app' }), 'links.0.sessionName', /letters, digits/],
    [
      'E11: a session name that becomes too long',
      at({ sessionName: `${'x'.repeat(50)}{instance-id}` }),
      'links.0.sessionName',
      /69 characters/,
    ],
    ['E11: the task id on an instance', at({ sessionName: 'app-{task-id}' }), 'links.0.sessionName', /possible: \{instance-id\}/],
    ['D-46: a role that assumes itself', { links: [link, link] }, 'links.1.roleArn', /does not trust itself/],
    ['D-48: an external id with a space', at({ externalId: { value: 'a b' } }), 'links.0.externalId.value', /white space/],
    ['B8 D-86: a malformed ARN', at({ roleArn: `arn:aws::iam::${account}:role/x` }), 'links.0.roleArn', /ARN of a role/],
    [
      'E14 D-86: another partition than the Region’s',
      { region: 'cn-north-1' },
      'links.0.roleArn',
      /is of the partition aws, and cn-north-1/,
    ],
    ['no link', { links: [] }, 'links', /one link/],
    ['four links', { links: [link, link, link, link] }, 'links', /three links at most/],
    ['A9: the form marathon without the application', { forms: ['marathon'] }, 'forms.0', /needs marathonApp/],
    ['B12: kube2iam for an ECS task', { caller: { kind: 'ecs-task', accountId: account }, forms: ['kube2iam'] }, 'forms.0', /task role/],
    ['B12: metadataproxy for a chain of two', { links: [link, second], forms: ['metadataproxy'] }, 'forms.0', /one role/],
  ])('%s', (_, more, field, message) => {
    expect(problems(more)).toContainEqual([field, expect.stringMatching(message)]);
  });

  test('B11: a session of the environment may ask for more than an hour in its first link, and no other', () => {
    const caller = { kind: 'environment', accountId: account };
    const long = (one: object) => ({ ...one, durationSeconds: 7200 });
    expect(problems({ caller, links: [long(link), second] })).toEqual([]);
    expect(problems({ caller, links: [link, long(second)] })).toHaveLength(1);
  });
});

describe('forms', () => {
  test('A8: the commands of document 000, and A18: what is done by hand, in order', () => {
    expect(contentOf('dcos')).toBe('dcos security secrets create /instance-profile-app/aws-config -v "$(cat aws-config)"\n');
    const byHand = contentOf('dcos', {}, 1);
    const order = [
      'keypair edge-lb',
      'service-accounts create',
      'create-sa-secret --strict',
      'package install edgelb',
      'marathon app add',
      'tasksHealthy',
    ];
    const places = order.map((text) => byHand.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(deliver(parse({ forms: ['dcos'] })).files[1]?.note).toMatch(/^Manual/);
  });

  test('B12: docker run for metadataproxy, the host’s policy for exactly this role, and the annotations for kube2iam', () => {
    expect(contentOf('metadataproxy')).toContain(
      `--env IAM_ROLE="arn:${variable('PARTITION')}:iam::${variable('ACCOUNT_ID')}:role/securedcos-ab12`,
    );
    expect(contentOf('metadataproxy')).toContain(`--env IAM_EXTERNAL_ID="${variable('ROLE_1_EXTERNAL_ID')}"`);
    expect(JSON.parse(contentOf('metadataproxy', {}, 1)).Statement).toEqual([
      {
        Sid: 'AssumeContainerRole',
        Effect: 'Allow',
        Action: ['iam:GetRole', 'sts:AssumeRole'],
        Resource: expect.stringMatching(/:role\/securedcos-ab12-secure-instance-profiles-app$/),
      },
    ]);
    expect(contentOf('kube2iam')).toContain(`iam.amazonaws.com/external-id: ${variable('ROLE_1_EXTERNAL_ID')}\n`);
  });

  test('B12: the ways to give a container its role, each with what it needs; those that fit where it runs come first', () => {
    const waysOf = (change: object = {}) => deliver(parse({ forms: ['aws-config'], ...change })).ways;
    const fitting = (change: object) => waysOf(change).flatMap(({ id, fits }) => (fits ? [id] : []));
    expect(fitting({})).toEqual(['pod-identity', 'irsa', 'kube2iam', 'metadataproxy']);
    expect(fitting({ links: [link, { ...link, roleArn: `arn:aws:iam::${account}:role/second` }] })).toEqual(['pod-identity', 'irsa']);
    expect(fitting({ caller: { kind: 'ecs-task', accountId: account } })).toEqual(['ecs-task-role']);
    expect(fitting({ caller: { kind: 'environment', accountId: account } })).toEqual(['irsa']);
    for (const { trust, prerequisites, why } of waysOf()) {
      expect(prerequisites.length).toBeGreaterThan(1);
      expect(why).toMatch(/\.$/);
      const filled = JSON.stringify(trust)
        .replaceAll(variable('PARTITION'), 'aws')
        .replaceAll(/\$\{\w+\}/g, account);
      expect(policyProblems(filled, 'trust')).toEqual([]);
    }
    const irsa = waysOf().find(({ id }) => id === 'irsa');
    expect(JSON.stringify(irsa?.trust)).toContain(`:sub":"system:serviceaccount:${variable('NAMESPACE')}:${variable('SERVICE_ACCOUNT')}`);
    expect(irsa?.externalId).toContain('AssumeRoleWithWebIdentity takes none');
  });

  test.each(['aws', 'aws-cn', 'aws-us-gov'])(
    'E14 C17: in %s no account id, partition or Region stands where a variable belongs',
    (partition) => {
      const region = { aws: 'eu-west-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition];
      const arn = (id: string, name: string) => `arn:${partition}:iam::${id}:role/team/${name}`;
      const links = [
        { ...link, roleArn: arn(account, 'one'), sessionName: 'Builder={instance-id}', durationSeconds: 900 },
        { ...link, roleArn: arn('999900001111', 'two') },
      ];
      for (const kind of ['ecs-task', 'ec2-instance', 'environment']) {
        const chains = [{ links: links.slice(0, 1) }, { links }].map((chain) => ({
          ...chain,
          links: kind === 'ec2-instance' ? chain.links : chain.links.map((one) => ({ ...one, sessionName: 'Builder' })),
        }));
        for (const chain of chains) {
          const { files } = deliver(parse({ region, caller: { kind, accountId: account }, ...chain }));
          const literal = files.filter(({ name }) => name === 'aws-config' || name === 'terraform.tfvars');
          for (const { name, content } of files.filter((file) => !literal.includes(file))) {
            expect(content, name).not.toMatch(/\d{12}/);
            expect(content, name).not.toMatch(/arn:aws/);
            expect(content, name).not.toContain(region);
          }
          expect(literal.map(({ content }) => content).join()).toContain(region);
          if (partition !== 'aws') expect(JSON.stringify(files)).not.toContain('arn:aws:');
        }
      }
    },
  );

  test('D-48: the external id stands in the AWS config alone; a placeholder is none that STS would take', () => {
    const { files } = deliver(parse());
    expect(files.filter(({ content }) => content.includes(externalId)).map(({ name }) => name)).toEqual(['aws-config']);
    const open = contentOf('aws-config', { links: [{ ...link, externalId: 'placeholder' }] });
    expect(open).toContain(`external_id = ${variable('ROLE_1_EXTERNAL_ID')}\n`);
    const without = deliver(
      parse({ links: [{ ...link, externalId: 'none' }], forms: ['aws-config', 'shell', 'chain-variables', 'terraform'] }),
    );
    expect(without.files.map(({ content }) => content).join()).not.toMatch(/external_?id/i);
  });

  test('A6: first both ids, then the new one, and nothing else of the trust policy changes', () => {
    expect(JSON.parse(contentOf('rotation', { rotation }))).toEqual(asks([externalId, newExternalId]));
    expect(JSON.parse(contentOf('rotation', { rotation }, 1))).toEqual(asks(newExternalId));
    expect(contentOf('rotation', { rotation }, 2)).toContain(`external_id = ${newExternalId}\n`);
    expect(problems({ forms: ['rotation'] })).toEqual([['forms.0', expect.stringContaining('needs rotation')]]);
    expect(() => contentOf('rotation', { rotation: { newExternalId, trust: asks('another-id') } })).toThrow(/rotation.trust: must ask/);
  });

  test('A19: what remains is the external id, and for the environment its credentials', () => {
    expect(deliver(parse()).remaining.map(({ name }) => name)).toEqual(['External id of securedcos-ab12-secure-instance-profiles-app']);
    expect(deliver(parse({ links: [{ ...link, externalId: 'none' }] })).remaining).toEqual([]);
    expect(deliver(parse({ caller: { kind: 'environment', accountId: account } })).remaining).toHaveLength(2);
  });

  test('B10: says whether configuration is enough, code changes or a script is needed', () => {
    const kindOf = (credentials: string) => deliver(parse({ application: { ...application, credentials } })).change.kind;
    expect(['default-chain', 'passed-in-code', 'cannot-assume'].map(kindOf)).toEqual(['configuration-only', 'code', 'script']);
  });

  test('all that fit are made where none is named, each form at least once and no file twice', () => {
    const { files, warnings } = deliver(parse({ marathonApp: { cmd: './main' }, rotation }));
    expect(new Set(files.map(({ form }) => form))).toEqual(new Set(deliveryForms));
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    expect(warnings.join()).toMatch(/NTP.*D-08.*D-07/s);
  });
});

describe('Marathon', () => {
  const marathonApp = {
    env: {
      AWS_ACCESS_KEY_ID: 'AKIAQNZGKIQY56JQ7WML',
      AWS_SECRET_ACCESS_KEY: { secret: 'old' },
      BINAPP_BUCKET: 'b',
      AWS_REGION: 'us-east-1',
      BINAPP_PASS: 'hunter2hunter2',
    },
    labels: { HAPROXY_GROUP: 'external' },
    id: '/instance-profile-app',
    cmd: './main --port 8000',
    container: { type: 'DOCKER', docker: { image: 'fatz/s3bin:0.0.2', privileged: false } },
    cpus: 0.1,
    secrets: { old: { source: 'instance-profile-app/secret-key' }, secret0: { source: 'instance-profile-app/other' } },
    instances: 1,
  };
  const moved = (app: object) => JSON.parse(contentOf('marathon', { marathonApp: app }));

  test('A9: the secret block is in, the static keys and their secret are out, all else is as it was', () => {
    const { env, secrets, cmd, ...rest } = moved(marathonApp);
    const { env: _env, secrets: _secrets, cmd: _cmd, ...before } = marathonApp;
    expect(rest).toEqual(before);
    expect(env).toEqual({
      BINAPP_BUCKET: 'b',
      AWS_REGION: 'us-east-1',
      BINAPP_PASS: 'hunter2hunter2',
      AWS_CONFIG: { secret: 'secret1' },
      AWS_CONFIG_FILE: '/tmp/awsconfig',
    });
    expect(secrets).toEqual({ secret0: { source: 'instance-profile-app/other' }, secret1: { source: 'instance-profile-app/aws-config' } });
    expect(cmd).toMatch(/printf '%s\\n' "\$\{AWS_CONFIG\}" > .* && exec \.\/main --port 8000$/);
    expect(JSON.stringify(moved(marathonApp))).not.toMatch(/AKIA/);
  });

  test('A9 A10: document 000’s own application keeps its secret, and its wrapper is replaced by the safe one', () => {
    const own = {
      env: { AWS_CONFIG: { secret: 'secret0' }, AWS_CONFIG_FILE: '/tmp/awsconfig' },
      cmd: `echo -e "${variable('AWS_CONFIG')}" > /tmp/awsconfig && ./main`,
      secrets: { secret0: { source: 'instance-profile-app/aws-config' } },
    };
    const { cmd, ...rest } = moved(own);
    expect(rest).toEqual({ env: own.env, secrets: own.secrets });
    expect(cmd).not.toContain('echo');
    expect(cmd).toMatch(/umask 077.* && exec \.\/main$/);
  });

  test('A9: the diff shows what changes and no value that looks like a secret', () => {
    const diff = contentOf('marathon', { marathonApp }, 1);
    expect(diff).toMatch(/^- +"AWS_ACCESS_KEY_ID": "\(left out\)",$/m);
    expect(diff).toMatch(/^\+ +"AWS_CONFIG": \{$/m);
    expect(diff).not.toMatch(/AKIA|hunter2/);
  });

  test.each<[string, object, string]>([
    ['a key under a name of the application’s own', { env: { S3_KEY: 'AKIAQNZGKIQY56JQ7WML' }, cmd: './main' }, 'marathonApp.env.S3_KEY'],
    ['a key in the command', { cmd: './main --key AKIAQNZGKIQY56JQ7WML' }, 'marathonApp.cmd'],
    ['no command', { env: {} }, 'marathonApp.cmd'],
  ])('A9 D-12: %s is refused by its place, without its value', (_, app, field) => {
    try {
      moved(app);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(error.detail).toEqual({ fields: [{ field, message: expect.any(String) }] });
      expect(error.message).not.toContain('AKIA');
    }
  });
});

function profilesOf(text: string): Record<string, Record<string, string>> {
  const profiles: Record<string, Record<string, string>> = {};
  let current: Record<string, string> = {};
  for (const line of text.split('\n').filter(Boolean)) {
    const section = /^\[(?:profile )?(.+)\]$/.exec(line)?.[1];
    if (section !== undefined) {
      current = {};
      profiles[section] = current;
    } else {
      const cut = line.indexOf(' = ');
      current[line.slice(0, cut)] = line.slice(cut + 3);
    }
  }
  return profiles;
}
