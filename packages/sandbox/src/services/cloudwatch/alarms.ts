import { type AlarmState, cloudWatchOf } from '../../state/cloudwatch.ts';
import { own, setOwn } from '../../state/iam.ts';
import { byText, pageOf, pageSize } from '../page.ts';
import { AwsFault, type CallContext, type Handlers, type Requirements } from '../service.ts';

type CloudWatch = typeof import('@aws-sdk/client-cloudwatch');

const alarmsOf = ({ account, region }: CallContext): Record<string, AlarmState> => {
  const state = cloudWatchOf(account, region);
  state.alarms ??= {};
  return state.alarms;
};

const states = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

/** Alarms are there to be named and set: data points are not kept, so nothing but SetAlarmState changes their state. */
export const alarmHandlers: Handlers<CloudWatch> = {
  PutMetricAlarm({ AlarmName, AlarmDescription, Namespace, MetricName, Threshold, ComparisonOperator, EvaluationPeriods }, context) {
    if (!AlarmName) throw new AwsFault('MissingParameter', 'The parameter AlarmName is required.');
    if (!ComparisonOperator || !EvaluationPeriods) {
      throw new AwsFault('MissingParameter', 'The parameters ComparisonOperator and EvaluationPeriods are required.');
    }
    const before = own(alarmsOf(context), AlarmName);
    setOwn(alarmsOf(context), AlarmName, {
      name: AlarmName,
      arn: arnOf(context, AlarmName),
      description: AlarmDescription ?? null,
      metric: Namespace === undefined || MetricName === undefined ? null : { namespace: Namespace, name: MetricName },
      threshold: Threshold ?? null,
      comparison: ComparisonOperator,
      periods: EvaluationPeriods,
      stateValue: before?.stateValue ?? 'INSUFFICIENT_DATA',
      stateReason: before?.stateReason ?? 'Unchecked: Initial alarm creation',
      updatedAt: before?.updatedAt ?? context.now.toISOString(),
    });
    return {};
  },

  SetAlarmState({ AlarmName = '', StateValue, StateReason }, context) {
    const alarm = own(alarmsOf(context), AlarmName);
    if (!alarm) throw new AwsFault('ResourceNotFound', `Unknown alarm: ${AlarmName}`, 404);
    const value = states.find((one) => one === StateValue);
    if (!value) throw new AwsFault('InvalidParameterValue', `StateValue must be one of ${states.join(', ')}.`);
    Object.assign(alarm, { stateValue: value, stateReason: StateReason ?? '', updatedAt: context.now.toISOString() });
    return {};
  },

  DescribeAlarms({ AlarmNames, AlarmNamePrefix, StateValue, MaxRecords, NextToken }, context) {
    const wanted = Object.values(alarmsOf(context))
      .filter(({ name }) => !AlarmNames?.length || AlarmNames.includes(name))
      .filter(({ name }) => name.startsWith(AlarmNamePrefix ?? ''))
      .filter(({ stateValue }) => StateValue === undefined || stateValue === StateValue)
      .sort((a, b) => byText(a.name, b.name));
    const { page, nextToken } = pageOf({
      items: wanted,
      keyOf: ({ name }) => name,
      compare: byText,
      token: NextToken,
      limit: pageSize(MaxRecords, 50, 100, 'InvalidParameterValue'),
      filters: JSON.stringify([AlarmNames, AlarmNamePrefix, StateValue]),
      badToken: 'InvalidNextToken',
    });
    return { MetricAlarms: page.map(shown), CompositeAlarms: [], ...(nextToken ? { NextToken: nextToken } : {}) };
  },

  DeleteAlarms({ AlarmNames = [] }, context) {
    const alarms = alarmsOf(context);
    const missing = AlarmNames.find((name) => !own(alarms, name));
    if (missing !== undefined) throw new AwsFault('ResourceNotFound', `Unknown alarm: ${missing}`, 404);
    for (const name of AlarmNames) delete alarms[name];
    return {};
  },
};

export const alarmRequirements: Requirements<CloudWatch> = {
  PutMetricAlarm: ({ AlarmName }, context) => [onAlarm(context, 'PutMetricAlarm', AlarmName)],
  SetAlarmState: ({ AlarmName }, context) => [onAlarm(context, 'SetAlarmState', AlarmName)],
  DescribeAlarms: ({ AlarmNames }, context) =>
    AlarmNames?.length ? AlarmNames.map((name) => onAlarm(context, 'DescribeAlarms', name)) : [onAlarm(context, 'DescribeAlarms', '*')],
  DeleteAlarms: ({ AlarmNames }, context) => (AlarmNames ?? []).map((name) => onAlarm(context, 'DeleteAlarms', name)),
};

const arnOf = ({ account, region }: CallContext, name: string): string =>
  `arn:${account.partition}:cloudwatch:${region}:${account.id}:alarm:${name}`;

const onAlarm = (context: CallContext, operation: string, name = '') => ({
  action: `cloudwatch:${operation}`,
  resource: arnOf(context, name),
});

const shown = ({ name, arn, description, metric, threshold, comparison, periods, stateValue, stateReason, updatedAt }: AlarmState) => ({
  AlarmName: name,
  AlarmArn: arn,
  ...(description === null ? {} : { AlarmDescription: description }),
  ...(metric === null ? {} : { Namespace: metric.namespace, MetricName: metric.name }),
  ...(threshold === null ? {} : { Threshold: threshold }),
  ComparisonOperator: comparison,
  EvaluationPeriods: periods,
  StateValue: stateValue,
  StateReason: stateReason,
  StateUpdatedTimestamp: new Date(updatedAt),
});
