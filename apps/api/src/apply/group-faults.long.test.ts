import { StartInstanceRefreshCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sentTwice } from '../testing/chain-trials.ts';
import { homeId } from '../testing/chains.ts';
import {
  expectGroupMoved,
  expectGroupUndone,
  freshGroup,
  type GroupCall,
  type GroupKindOf,
  groupKinds,
  groupName,
  playGroup,
  untilMembers,
} from '../testing/group-trials.ts';
import { scalingAdministrator } from '../testing/groups.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

const undoingIam = ['RemoveRoleFromInstanceProfile', 'DeleteInstanceProfile', 'DeleteRolePolicy', 'DeleteRole'];
/** A call that is sent twice in a row is met by the fault the first time. */
const once = (calls: readonly GroupCall[]): GroupCall[] =>
  calls.filter((call, index) => calls.findIndex((one) => one.operation === call.operation) === index);

describe.each(['configuration', 'shared', 'numbered', 'latest', 'mixed', 'mixed-shared', 'copy'] as const)(
  'E15 D9 D12: a group by %s',
  (kind: GroupKindOf) => {
    const { calls, undoing } = groupKinds[kind];
    test('the matrix holds every changing call of the run', async () => {
      const { before } = await freshGroup(console, kind);
      const run = await playGroup(console, kind, null);
      expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
      expect(run.journal.filter(({ event, call }) => event === 'done' && call !== null).map(({ call }) => call)).toEqual(
        calls.map(({ service, operation }) => `${service}:${operation}`),
      );
      await expectGroupMoved(console, kind);
      await expectGroupUndone(console, run.id, before);
    });

    for (const call of once([
      ...undoing,
      ...(kind === 'numbered' ? undoingIam.map((operation) => ({ service: 'iam' as const, operation })) : []),
    ])) {
      for (const when of ['before', 'after'] as const) {
        test(`D-22: the answer to ${call.operation} is lost ${when} it is carried out in a roll-back: all is as it was`, async () => {
          const { before } = await freshGroup(console, kind);
          const run = await playGroup(console, kind, null);
          await console.setFaults([{ ...call, when, dropAnswer: true, times: 1, principal: 'RolewrightOperator' }]);
          await expectGroupUndone(console, run.id, before);
        });
      }
    }

    // IAM's calls are the same in every kind.
    for (const call of once(calls.filter(({ service }) => service !== 'iam' || kind === 'numbered'))) {
      for (const when of ['before', 'after'] as const) {
        test(`D-22: the answer to ${call.operation} is lost ${when} it is carried out: moved, nothing is sent twice`, async () => {
          const { before } = await freshGroup(console, kind);
          const run = await playGroup(console, kind, call, { when, dropAnswer: true });
          expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
          expect(sentTwice(run)).toEqual([]);
          await expectGroupMoved(console, kind);
          await expectGroupUndone(console, run.id, before);
        });
      }
      test(`${call.operation} is refused: undone, all is as it was; or resumed, moved and undone`, async () => {
        for (const resumes of [false, true]) {
          const { before } = await freshGroup(console, kind);
          const code = call.service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDenied';
          const stuck = await playGroup(console, kind, call, { when: 'before', code });
          expect(stuck).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
          if (resumes) {
            await control(console, stuck.id, 'resume');
            expect((await runUntil(console, stuck.id)).state).toBe('succeeded');
            await expectGroupMoved(console, kind);
          }
          await expectGroupUndone(console, stuck.id, before);
        }
      });
    }
  },
);

test('D-22 D-75: a refresh that went through long before the run is no proof that this one did', async () => {
  await freshGroup(console, 'numbered');
  await playGroup(console, 'numbered', null);
  const asg = scalingAdministrator(console);
  const give = (Version: string) =>
    asg.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: groupName, LaunchTemplate: { LaunchTemplateName: 'web', Version } }),
    );
  await give('1');
  await asg.send(new StartInstanceRefreshCommand({ AutoScalingGroupName: groupName, Preferences: { InstanceWarmup: 0 } }));
  await untilMembers(console, (members) => members.every((one) => one === 'InService 1'));
  await give('2');
  const refresh = { service: 'autoscaling', operation: 'StartInstanceRefresh' } as const;
  const lost = { when: 'before', dropAnswer: true };
  const existing = {
    role: { existing: `arn:aws:iam::${homeId}:role/NewRole` },
    profile: { existing: 'NewRole' },
    permissions: 'none' as const,
  };
  const run = await playGroup(console, 'numbered', refresh, lost, existing);
  expect(run.steps.map(({ kind }) => kind)).toEqual(['refresh-instances', 'verify-group']);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  await expectGroupMoved(console, 'numbered');
});
