import { expect, test } from '@playwright/test';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { callsOfRun, type InstanceCall, isMoved, killInMove, type Move, planMoveAnew, rollBack, stateOf } from './support/instances.ts';
import { runUntil, startRun } from './support/steps.ts';

const named = (name: string) => ({ role: { create: { name } }, profile: { create: { name } } });
const iam = (operation: string): InstanceCall => ({ service: 'iam', operation });
const ec2 = (operation: string): InstanceCall => ({ service: 'ec2', operation });
const making = [iam('CreateRole'), iam('PutRolePolicy'), iam('CreateInstanceProfile'), iam('AddRoleToInstanceProfile')];
const putMetrics = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*' }] };

/** Two moves that have every step between them; of the second, whose other steps are those of the first, the replacing call alone. */
const moves: { move: Move; calls: InstanceCall[]; tried: InstanceCall[]; back: InstanceCall[] }[] = [
  {
    move: {
      name: 'gzip-importer',
      inputs: { ...named('ImporterRole'), metadataOptions: { httpTokens: 'required', hopLimit: 1 }, userData: 'remove-keys' },
    },
    calls: [
      ...making,
      ...['AssociateIamInstanceProfile', 'ModifyInstanceMetadataOptions', 'StopInstances', 'ModifyInstanceAttribute', 'StartInstances'].map(
        ec2,
      ),
    ],
    tried: [
      ...making,
      ...['AssociateIamInstanceProfile', 'ModifyInstanceMetadataOptions', 'StopInstances', 'ModifyInstanceAttribute', 'StartInstances'].map(
        ec2,
      ),
    ],
    back: [],
  },
  {
    move: { name: 'metrics-collector', inputs: { ...named('CollectorRole'), permissions: { document: putMetrics } } },
    calls: [...making, ec2('ReplaceIamInstanceProfileAssociation')],
    tried: [ec2('ReplaceIamInstanceProfileAssociation')],
    back: [
      ec2('ReplaceIamInstanceProfileAssociation'),
      ...['RemoveRoleFromInstanceProfile', 'DeleteInstanceProfile', 'DeleteRolePolicy', 'DeleteRole'].map(iam),
    ],
  },
];

for (const { move, calls, tried, back } of moves) {
  test.describe(`D-22 D13: the move of ${move.name}`, () => {
    let console: Console;
    let script: Script;
    test.describe.configure({ timeout: 300_000 });
    let wanted: Awaited<ReturnType<typeof stateOf>>;
    test.beforeAll(async () => {
      test.setTimeout(300_000);
      console = await startConsole();
      script = new Script(console);
      const { id } = await startRun(script, await planMoveAnew(script, move));
      const run = await runUntil(script, id, isMoved);
      expect(callsOfRun(run), 'the matrix holds every changing call').toEqual(
        calls.map(({ service, operation }) => `${service}:${operation}`),
      );
      wanted = await stateOf(script, move.name);
      await rollBack(script, id);
    });
    test.afterAll(() => console?.stop());

    for (const call of tried) {
      for (const when of ['before', 'after'] as const) {
        test(`is whole after kill -9 ${when} ${call.operation}`, () => killInMove(script, move, call, when, false, wanted));
      }
    }
    for (const call of back) {
      for (const when of ['before', 'after'] as const) {
        test(`is wholly undone after kill -9 ${when} ${call.operation} of the roll-back`, () =>
          killInMove(script, move, call, when, true, wanted));
      }
    }
  });
}
