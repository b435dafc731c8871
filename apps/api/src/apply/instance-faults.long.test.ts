import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sentTwice } from '../testing/chain-trials.ts';
import { edit, editedOf } from '../testing/edits.ts';
import {
  expectInstanceUndone,
  expectMoved,
  freshInstance,
  instanceCalls,
  type Kept,
  type Machine,
  playInstance,
  userDataCalls,
} from '../testing/instance-trials.ts';
import { machineOf } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** A fault that no call of the run meets. */
const undisturbed = { service: 'iam', operation: 'DeleteUser' } as const;

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

/** The calls of a roll-back, last change first. */
const undoing = {
  running: ['ModifyInstanceMetadataOptions', 'ReplaceIamInstanceProfileAssociation'],
  stopped: ['ModifyInstanceMetadataOptions', 'DisassociateIamInstanceProfile', 'AssociateIamInstanceProfile'],
};
const undoingIam = ['RemoveRoleFromInstanceProfile', 'DeleteInstanceProfile', 'DeleteRolePolicy', 'DeleteRole'];

describe.each(['running', 'stopped'] as const)('E15 D13: an instance that is %s', (kept: Kept) => {
  test('the matrix holds every changing call of the run', async () => {
    const machine = await freshInstance(console, kept);
    const run = await playInstance(console, machine, undisturbed, { latencyMs: 1 });
    expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
    expect(run.journal.filter(({ event, call }) => event === 'done' && call !== null).map(({ call }) => call)).toEqual(
      instanceCalls[kept].map(({ service, operation }) => `${service}:${operation}`),
    );
    await expectMoved(console, machine);
    await expectInstanceUndone(console, run.id, machine);
  });

  const back = [
    ...undoing[kept].map((operation) => ({ service: 'ec2', operation })),
    ...undoingIam.map((operation) => ({ service: 'iam', operation })),
  ];
  for (const call of back) {
    for (const when of ['before', 'after'] as const) {
      test(`D-22: the answer to ${call.operation} is lost ${when} it is carried out in a roll-back: all is as it was`, async () => {
        const machine = await freshInstance(console, kept);
        const run = await playInstance(console, machine, undisturbed, { latencyMs: 1 });
        await console.setFaults([{ ...call, when, dropAnswer: true, times: 1, principal: 'RolewrightOperator' }]);
        await expectInstanceUndone(console, run.id, machine);
      });
    }
  }

  for (const call of instanceCalls[kept]) {
    for (const when of ['before', 'after'] as const) {
      test(`D-22: the answer to ${call.operation} is lost ${when} it is carried out: moved, nothing is sent twice`, async () => {
        const machine = await freshInstance(console, kept);
        const run = await playInstance(console, machine, call, { when, dropAnswer: true });
        expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
        expect(sentTwice(run)).toEqual([]);
        await expectMoved(console, machine);
      });
    }
    test(`${call.operation} is refused: undone, all is as it was`, async () => {
      const machine = await freshInstance(console, kept);
      const stuck = await playInstance(console, machine, call, { when: 'before', code: 'UnauthorizedOperation' });
      expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
      await expectInstanceUndone(console, stuck.id, machine);
    });
    test(`${call.operation} is refused: resumed, moved, and can still be undone`, async () => {
      const machine = await freshInstance(console, kept);
      const stuck = await playInstance(console, machine, call, { when: 'before', code: 'UnauthorizedOperation' });
      await control(console, stuck.id, 'resume');
      expect((await runUntil(console, stuck.id)).state).toBe('succeeded');
      await expectMoved(console, machine);
      await expectInstanceUndone(console, stuck.id, machine);
    });
  }
});

describe.each(['by themselves', 'by the edits of a person'] as const)(
  'D8 D13 D-67: key lines leave the user data of an instance that runs %s',
  (how) => {
    const removing = async ({ id: instanceId }: Machine): Promise<Partial<InstanceInputs>> => {
      if (how === 'by themselves') return { userData: 'remove-keys' };
      const { fingerprint } = await editedOf(console, { instanceId });
      return { userData: { edited: [{ fingerprint, edits: [edit(2, 3)] }] } };
    };
    const hasKey = (id: string) => /AWS_/.test(Buffer.from(JSON.parse(machineOf(console, id)).userData, 'base64').toString());

    for (const call of userDataCalls) {
      for (const when of ['before', 'after'] as const) {
        test(`D-22: the answer to ${call.operation} is lost ${when} it is carried out: moved, nothing is sent twice`, async () => {
          const machine = await freshInstance(console, 'running');
          const run = await playInstance(console, machine, call, { when, dropAnswer: true }, await removing(machine));
          expect(run.error, JSON.stringify(run.error)).toBeNull();
          expect(sentTwice(run)).toEqual([]);
          expect([JSON.parse(machineOf(console, machine.id)).state, hasKey(machine.id)]).toEqual(['running', false]);
          await expectMoved(console, machine);
          await expectInstanceUndone(console, run.id, machine, true);
        });
      }
      test(`${call.operation} is refused: undone, it runs again, and all is as it was`, async () => {
        const machine = await freshInstance(console, 'running');
        const stuck = await playInstance(
          console,
          machine,
          call,
          { when: 'before', code: 'UnauthorizedOperation' },
          await removing(machine),
        );
        expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
        await expectInstanceUndone(console, stuck.id, machine, call.operation === 'StartInstances');
      });
    }
  },
);
