import { AssociateIamInstanceProfileCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { expect, test } from '@playwright/test';
import { ec2Trust } from '@rolewright/shared/iam/trust.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import { accountState } from './support/account-state.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { Changes, callsTo, killAtEach } from './support/kills.ts';
import { askBack, expectUndone, type Move, moveUnderKills, planMove, startAnew, undisturbed } from './support/moves.ts';
import { admin, awsOf } from './support/sandbox.ts';
import { runUntil, startRun } from './support/steps.ts';

const making = callsTo('iam', 'CreateRole', 'PutRolePolicy', 'CreateInstanceProfile', 'AddRoleToInstanceProfile');
const unmaking = callsTo('iam', 'RemoveRoleFromInstanceProfile', 'DeleteInstanceProfile', 'DeleteRolePolicy', 'DeleteRole');
const userData = callsTo('ec2', 'StopInstances', 'ModifyInstanceAttribute', 'StartInstances');
const metadata = callsTo('ec2', 'ModifyInstanceMetadataOptions');
const putMetrics = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*' }] };

async function idOf(console: Console, name: string): Promise<string> {
  const { ec2, close } = awsOf(console);
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: [name] }] }));
  close();
  return Reservations[0]?.Instances?.[0]?.InstanceId ?? '';
}

/** The plan of an instance that is moved to a role and a profile, both new. */
const planOf =
  (name: string, role: string, more: Partial<InstanceInputs>): Move['plan'] =>
  async (script) => {
    const inputs = { role: { create: { name: role } }, profile: { create: { name: role } }, ...more };
    return planMove(script, 'ec2-instance-profile', { instanceId: await idOf(script.console, name) }, inputs);
  };

/** Its three moves have every step between them; of the others, whose first steps are those of the first, the calls on the profile alone. */
const importer: Move = {
  name: 'gzip-importer',
  plan: planOf('gzip-importer', 'ImporterRole', { metadataOptions: { httpTokens: 'required', hopLimit: 1 }, userData: 'remove-keys' }),
  calls: [...making, ...callsTo('ec2', 'AssociateIamInstanceProfile'), ...metadata, ...userData],
  // Of the start and of the key lines nothing is undone: it is killed while it looks.
  back: [
    ...callsTo('ec2', 'DescribeInstances', 'DescribeInstanceAttribute'),
    ...metadata,
    ...callsTo('ec2', 'DisassociateIamInstanceProfile'),
    ...unmaking,
  ],
  losesKeyLines: true,
};
const collector: Move = {
  name: 'metrics-collector',
  plan: planOf('metrics-collector', 'CollectorRole', { permissions: { document: putMetrics } }),
  calls: [...making, ...callsTo('ec2', 'ReplaceIamInstanceProfileAssociation')],
  back: [...callsTo('ec2', 'ReplaceIamInstanceProfileAssociation'), ...unmaking],
  tried: { calls: callsTo('ec2', 'ReplaceIamInstanceProfileAssociation'), back: callsTo('ec2', 'ReplaceIamInstanceProfileAssociation') },
};
const anotherProfile = callsTo('ec2', 'DisassociateIamInstanceProfile', 'AssociateIamInstanceProfile');
const archiver: Move = {
  name: 'archiver',
  plan: planOf('archiver', 'ArchiverRole', {}),
  calls: [...making, ...anotherProfile],
  back: [...anotherProfile, ...unmaking],
  tried: { calls: anotherProfile, back: anotherProfile },
};

let console: Console;
let script: Script;
test.describe.configure({ timeout: 1_200_000 });
test.beforeAll(async () => {
  test.setTimeout(600_000);
  console = await startConsole();
  script = new Script(console);
});
test.afterAll(() => console?.stop());

/** `again` makes the account what the move begins with. */
async function play(move: Move, again: () => Promise<void>): Promise<void> {
  await again();
  const wanted = await undisturbed(script, move);
  if (move.losesKeyLines) await again();
  await moveUnderKills(script, move, wanted);
}

for (const move of [importer, collector]) {
  test(`D-22 D13: the move of ${move.name} is whole after kill -9 before and after each call, and wholly undone after as many in its roll-back`, () =>
    play(move, () => startAnew(script)));
}

test('D-22 D13: so is that of archiver, which is stopped and has a profile already', () =>
  play(archiver, async () => {
    await startAnew(script);
    const { ec2, iam, close } = awsOf(console);
    const [InstanceId, RoleName, InstanceProfileName] = [await idOf(console, 'archiver'), 'OldRole', 'OldProfile'];
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(ec2Trust) }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    const association = new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Name: InstanceProfileName } });
    // EC2 learns of it a little later than IAM.
    await expect(async () => void (await ec2.send(association))).toPass({ timeout: 60_000 });
    close();
  }));

test('D-22 D13 D-67: rolled back while it is stopped, with its key lines, gzip-importer runs again with them, whatever is killed', async () => {
  await startAnew(script);
  const before = await accountState(console);
  const plan = await importer.plan(script);
  const refused = { ...userData[1], when: 'before', times: 1, code: 'UnauthorizedOperation', principal: 'RolewrightOperator' };
  await admin(console, 'PUT', 'faults', { rules: [refused] });
  const { id } = await startRun(script, plan);
  const stuck = await runUntil(script, id, ({ state }) => state === 'failed', 180_000);
  expect(stuck.error?.what).toContain('UnauthorizedOperation');
  const moments = callsTo('ec2', 'DescribeInstanceAttribute', 'StartInstances');
  await killAtEach(script, await Changes.from(console), moments, () => askBack(script, id));
  await expectUndone(script, id, before);
});
