import { ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { settled } from '../testing/chains.ts';
import { named } from '../testing/instance-runs.ts';
import { ec2Administrator, instanceNamed, launch, planInstance, userDataOf } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, control, runUntil, startRun, workloadNamed } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let console: TestConsole;
let id: string;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  // A server as document 003 has them, that no group owns: its page takes an image.
  const userData = userDataOf(console, instanceNamed(console, 'image-upload-web'));
  id = await launch(console, 'image-upload-web', 'uploader', { userData });
  await settled(console);
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  const first = {
    kind: 'http',
    method: 'POST',
    url: 'http://uploader.sandbox.internal/upload/{{probe.id}}',
    body: 'x',
    expect: { status: 200 },
  };
  const path = `/api/workloads/${(await workloadNamed(console, 'uploader')).id}/probes/upload`;
  const made = await console.call(path, { method: 'PUT', body: { first } });
  expect(made.status, made.text).toBe(201);
});
afterAll(() => console.close());

const policy = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: 'arn:aws:s3:::image-upload-560921689673/*' }],
});
const inputs = (role: string, action: string): InstanceInputs =>
  named(role, { permissions: { document: policy(action) }, userData: 'remove-keys' });
const momentsOf = (run: Run) => run.probes.map(({ result }) => `${result.moment} ${result.verdict}`);

test('D13: an instance with stop protection cannot be planned to lose its key lines', async () => {
  const protect = (Value: boolean) =>
    ec2Administrator(console).send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiStop: { Value } }));
  await protect(true);
  expect((await planInstance(console, id, inputs('ProtectedRole', 's3:PutObject'))).blockedBy).toContain('stop-protection');
  await protect(false);
  expect(checkOf(await planInstance(console, id, inputs('ProtectedRole', 's3:PutObject')), 'stop-protection').verdict).toBe('pass');
});

test('A16 D15: a role that cannot upload is stopped by the probe after the restart; mended, the run goes on', async () => {
  const plan = await planInstance(console, id, inputs('LameRole', 's3:GetObject'));
  expect(plan.checks.find(({ claim }) => claim.includes('upload'))).toMatchObject({ verdict: 'pass' });
  const failed = await runUntil(console, (await startRun(console, plan)).id, undefined, 120_000);
  expect(failed).toMatchObject({ state: 'failed', verification: { state: expect.any(String) }, actions: ['resume', 'roll-back'] });
  expect(failed.error?.what).toMatch(/^The workload does not do its work: The probe upload passes: Probe upload failed: .*AccessDenied/);
  // Before the association, after it and before the stop its program still worked by the key.
  expect(momentsOf(failed)).toEqual(['before pass', 'during pass', 'during pass', 'after fail']);
  const PolicyDocument = JSON.stringify(policy('s3:PutObject'));
  await administratorOf(console).iam.send(new PutRolePolicyCommand({ RoleName: 'LameRole', PolicyName: 'mended', PolicyDocument }));
  await settled(console);
  await control(console, failed.id, 'resume');
  const done = await runUntil(console, failed.id, ({ state }) => state === 'succeeded', 120_000);
  expect(momentsOf(done).at(-1)).toBe('after pass');
  expect(done.verification.evidence.find(({ claim }) => claim === 'The probe upload passes')).toMatchObject({ state: 'yes' });
});
