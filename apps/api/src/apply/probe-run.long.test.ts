import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, planFor, runUntil, startRun, workloadNamed } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let console: TestConsole;
let probes: string;
// No workload runs by itself here: the probe’s own uploads are the use of the role that is seen.
beforeEach(async () => {
  console = await openTestConsole();
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
  probes = `/api/workloads/${(await workloadNamed(console, 'limbo')).id}/probes`;
  const first = {
    kind: 'http',
    method: 'POST',
    url: 'http://limbo.sandbox.internal/brain/{{probe.id}}',
    body: 'x',
    expect: { status: 200 },
  };
  const second = { kind: 's3-object', bucket: 'limbo-brain-560921689673', key: 'brain/{{probe.id}}' };
  expect((await console.call(`${probes}/upload`, { method: 'PUT', body: { first, second } })).status).toBe(201);
});
afterEach(() => console.close());

const role = 'LimboTaskRole';
const plan = () => planFor(console, 'limbo', { role: { create: { name: role } } });
const atUpdate = (run: Run): boolean => run.journal.some((line) => line.call === 'ecs:UpdateService');
const stepOf = (run: Run, kind: string) => run.steps.find((step) => step.kind === kind);
const momentsOf = (run: Run) => run.probes.map(({ result }) => `${result.moment} ${result.verdict}`);

/** Takes away what the role may do; returns how to give it back. */
async function strip(): Promise<() => Promise<unknown>> {
  const { iam } = administratorOf(console);
  const given: (PutRolePolicyCommand | AttachRolePolicyCommand)[] = [];
  for (const PolicyName of (await iam.send(new ListRolePoliciesCommand({ RoleName: role }))).PolicyNames ?? []) {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName }));
    given.push(new PutRolePolicyCommand({ RoleName: role, PolicyName, PolicyDocument: decodeURIComponent(PolicyDocument) }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName }));
  }
  for (const { PolicyArn } of (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }))).AttachedPolicies ?? []) {
    given.push(new AttachRolePolicyCommand({ RoleName: role, PolicyArn }));
    await iam.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn }));
  }
  return () => Promise.all(given.map((command) => iam.send(command as PutRolePolicyCommand)));
}

test('A16 D15: the probe passes before, during and after the move, and is evidence', async () => {
  const run = await runUntil(console, (await startRun(console, await plan())).id, undefined, 200_000);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(new Set(momentsOf(run))).toEqual(new Set(['before pass', 'during pass', 'after pass']));
  expect(run.verification.state).toBe('verified');
  const evidence = run.verification.evidence.find((one) => one.claim === 'The probe upload passes');
  expect(evidence).toMatchObject({
    state: 'yes',
    source: expect.stringContaining('RolewrightOperator'),
    detail: expect.stringContaining('is left there'),
  });
  // Afterwards the role is broken: the evidence that is collected again says so, and the verdict that gates the key's retirement is failing.
  await strip();
  await vi.waitFor(
    async () => expect((await console.call<ProbeResult>(`${probes}/upload/trials`, { method: 'POST' })).body.verdict).toBe('fail'),
    { timeout: 30_000, interval: 300 },
  );
  const again = (await control(console, run.id, 'verify')).body;
  expect(again).toMatchObject({ state: 'succeeded', verification: { state: 'failing' } });
});

test('D12 D15: a role that is broken in mid-run stops the roll-out with the probe’s reason; mended, the run is resumed and the probe made again', async () => {
  const made = await plan();
  await console.setFaults([
    { service: 'ecs', operation: 'UpdateService', when: 'before', latencyMs: 2500, principal: 'RolewrightOperator' },
  ]);
  const { id } = await startRun(console, made);
  await runUntil(console, id, atUpdate);
  const giveBack = await strip();
  const failed = await runUntil(console, id, undefined, 200_000);
  expect(failed).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
  expect(failed.error?.what).toMatch(
    /^Probe upload failed: POST http:\/\/limbo\.sandbox\.internal\/brain\/probe-\w+: expected HTTP 200, observed HTTP 500.*AccessDenied.*roll-out stops/,
  );
  expect(stepOf(failed, 'wait-for-service')?.state).toBe('failed');
  expect(stepOf(failed, 'verify')?.state).toBe('pending');
  expect(failed.journal.filter((line) => /Try \d of 5; again in \d+ s\./.test(line.message))).not.toHaveLength(0);
  await giveBack();
  await console.setFaults([]);
  await control(console, id, 'resume');
  const done = await runUntil(console, id, (run) => run.state !== 'failed' && ['succeeded', 'failed'].includes(run.state), 200_000);
  expect(momentsOf(done).filter((one) => one.endsWith('fail'))).toHaveLength(1);
  expect(momentsOf(done).at(-1)).toBe('after pass');
});
