import { type CloudWatchClient, DescribeAlarmsCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { absent, known } from '@rolewright/shared/inventory/reading.ts';
import { call, reading } from './answer.ts';
import type { GroupRead } from './group-port.ts';

/** The most names that one call takes. */
const mostNames = 100;

/** States of alarms by name, composite ones too; a plan names ten at most. */
export const alarmsRead = (client: () => CloudWatchClient): Pick<GroupRead, 'alarms'> => ({
  async alarms(names) {
    if (names.length === 0) return [];
    const all = await reading(async () => {
      const command = new DescribeAlarmsCommand({
        AlarmNames: names.slice(0, mostNames),
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: mostNames,
      });
      const answer = await call('cloudwatch', 'DescribeAlarms', () => client().send(command));
      const told: { AlarmName?: string | undefined; StateValue?: StateValue | undefined }[] = [
        ...(answer.MetricAlarms ?? []),
        ...(answer.CompositeAlarms ?? []),
      ];
      return new Map(told.map(({ AlarmName = '', StateValue }) => [AlarmName, StateValue]));
    });
    return names.map((name) => {
      if (all.state !== 'known') return { name, state: all };
      const state = all.value.get(name);
      return { name, state: state === undefined ? absent : known(state) };
    });
  },
});
