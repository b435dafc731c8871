import { expect, test } from 'vitest';
import { createInvoke } from '../../http/invoke.ts';
import { mount } from '../../http/mount.ts';
import { testWorld } from '../../state/test-world.ts';
import { service } from './index.ts';

const invoke = createInvoke(testWorld().world, [mount('cloudwatch', await import('@aws-sdk/client-cloudwatch'), service)]);
const at = { accountId: '560921689673', region: 'us-east-1', service: 'cloudwatch' } as const;

test('an alarm is put, set, found by its state and deleted', async () => {
  const alarm = { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Threshold: 0, Namespace: 'web' } as const;
  for (const AlarmName of ['uploads', 'errors', 'latency']) {
    await invoke({ ...at, operation: 'PutMetricAlarm', input: { AlarmName, MetricName: AlarmName, ...alarm } });
  }
  const describe = async (input: object) => (await invoke({ ...at, operation: 'DescribeAlarms', input })).MetricAlarms ?? [];
  expect((await describe({})).map(({ AlarmName, StateValue }) => [AlarmName, StateValue])).toEqual([
    ['errors', 'INSUFFICIENT_DATA'],
    ['latency', 'INSUFFICIENT_DATA'],
    ['uploads', 'INSUFFICIENT_DATA'],
  ]);
  await invoke({ ...at, operation: 'SetAlarmState', input: { AlarmName: 'uploads', StateValue: 'ALARM', StateReason: 'drill' } });
  const [ringing, ...others] = await describe({ StateValue: 'ALARM' });
  expect(others).toEqual([]);
  expect(ringing).toMatchObject({
    AlarmName: 'uploads',
    AlarmArn: 'arn:aws:cloudwatch:us-east-1:560921689673:alarm:uploads',
    MetricName: 'uploads',
    StateReason: 'drill',
  });
  // Put again, it keeps its state.
  await invoke({ ...at, operation: 'PutMetricAlarm', input: { AlarmName: 'uploads', ...alarm, Threshold: 5 } });
  expect((await describe({ AlarmNames: ['uploads'] }))[0]).toMatchObject({ StateValue: 'ALARM', Threshold: 5 });
  const first = await invoke({ ...at, operation: 'DescribeAlarms', input: { MaxRecords: 2 } });
  const rest = await invoke({ ...at, operation: 'DescribeAlarms', input: { MaxRecords: 2, NextToken: first.NextToken } });
  expect([first.MetricAlarms?.length, rest.MetricAlarms?.map(({ AlarmName }) => AlarmName)]).toEqual([2, ['uploads']]);
  await invoke({ ...at, operation: 'DeleteAlarms', input: { AlarmNames: ['uploads'] } });
  const unknown = { code: 'ResourceNotFound', status: 404 };
  await expect(invoke({ ...at, operation: 'DeleteAlarms', input: { AlarmNames: ['uploads'] } })).rejects.toMatchObject(unknown);
  await expect(
    invoke({ ...at, operation: 'SetAlarmState', input: { AlarmName: 'uploads', StateValue: 'OK', StateReason: '' } }),
  ).rejects.toMatchObject(unknown);
});
