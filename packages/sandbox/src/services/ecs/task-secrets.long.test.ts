import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administrators } from '../../auth/administrators.ts';
import { startTestSandbox, type TestSandbox } from '../../runtime/test-sandbox.ts';

// The AWS CLI is the judge; where it is not installed, the tests are skipped by name.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const withCli = spawnSync('aws', ['--version']).status === 0 ? test : test.skip;

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox(0);
});
afterAll(() => sandbox.close());

/** The AWS CLI as the account's administrator: its answer as text, or its error. */
async function aws(...args: string[]): Promise<string> {
  const key = administrators(sandbox.world).find(({ profile }) => profile === 'sandbox');
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: key?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key?.secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_PAGER: '',
  };
  try {
    return (await promisify(execFile)('aws', [...args, '--output', 'text'], { env })).stdout.trim();
  } catch (error) {
    return String((error as { stderr?: string }).stderr).trim();
  }
}

withCli(
  'A8 D-11: the AWS CLI makes a secret and a parameter, reads them, and sees a task start or stop by its execution role',
  async () => {
    const arn = await aws(
      'secretsmanager',
      'create-secret',
      '--name',
      'app/config',
      '--secret-string',
      '[default]',
      '--tags',
      'Key=a,Value=b',
      '--query',
      'ARN',
    );
    expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:560921689673:secret:app\/config-\w{6}$/);
    expect(await aws('secretsmanager', 'get-secret-value', '--secret-id', arn, '--query', 'SecretString')).toBe('[default]');
    expect(await aws('secretsmanager', 'describe-secret', '--secret-id', 'app/config', '--query', 'Tags[0].Value')).toBe('b');
    expect(
      await aws('ssm', 'put-parameter', '--name', '/app/config', '--type', 'SecureString', '--value', 'text', '--tags', 'Key=a,Value=c'),
    ).toContain('1');
    expect(await aws('ssm', 'get-parameters', '--names', '/app/config', '--with-decryption', '--query', 'Parameters[0].Value')).toBe(
      'text',
    );
    expect(
      await aws(
        'ssm',
        'list-tags-for-resource',
        '--resource-type',
        'Parameter',
        '--resource-id',
        '/app/config',
        '--query',
        'TagList[0].Value',
      ),
    ).toBe('c');

    const statement = (Principal: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] });
    const trust = statement({ Service: 'ecs-tasks.amazonaws.com' });
    await aws('iam', 'create-role', '--role-name', 'Reads', '--assume-role-policy-document', trust);
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arn }],
    });
    await aws('iam', 'put-role-policy', '--role-name', 'Reads', '--policy-name', 'read', '--policy-document', document);
    await aws('ecs', 'create-cluster', '--cluster-name', 'apps');
    const started = async (secrets: object[]) => {
      const containers = JSON.stringify([{ name: 'app', image: 'app:1', memory: 64, secrets }]);
      const role = 'arn:aws:iam::560921689673:role/Reads';
      await aws(
        'ecs',
        'register-task-definition',
        '--family',
        'reads',
        '--execution-role-arn',
        role,
        '--container-definitions',
        containers,
      );
      const task = await aws('ecs', 'run-task', '--cluster', 'apps', '--task-definition', 'reads', '--query', 'tasks[0].taskArn');
      return aws('ecs', 'describe-tasks', '--cluster', 'apps', '--tasks', task, '--query', 'tasks[0].[lastStatus,stoppedReason]');
    };
    expect(await started([{ name: 'AWS_CONFIG', valueFrom: arn }])).toMatch(/^RUNNING/);
    expect(await started([{ name: 'AWS_CONFIG', valueFrom: '/app/config' }])).toMatch(
      /^STOPPED\s+ResourceInitializationError: .* unable to retrieve secrets from ssm: .* AccessDeniedException: .* ssm:GetParameters/,
    );
  },
);
