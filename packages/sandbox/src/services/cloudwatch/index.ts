import { cloudWatchOf } from '../../state/cloudwatch.ts';
import { own, setOwn } from '../../state/iam.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type Service } from '../service.ts';
import { alarmHandlers, alarmRequirements } from './alarms.ts';

/** Amazon CloudWatch: custom metrics come in and can be listed; alarms are put and set. */
export const service: Service<typeof import('@aws-sdk/client-cloudwatch')> = {
  signingName: 'monitoring',
  global: false,
  handlers: {
    ...alarmHandlers,
    PutMetricData({ Namespace = '', MetricData }, context) {
      if (!/^[^:].{0,254}$/.test(Namespace) || Namespace.startsWith('AWS/')) {
        throw new AwsFault(
          'InvalidParameterValue',
          'The value for parameter Namespace is invalid: 1 to 255 characters, not AWS/… and no colon in front.',
        );
      }
      if ((MetricData ?? []).length > 1000)
        throw new AwsFault('InvalidParameterValue', 'The collection MetricData must not have a size greater than 1000.');
      const { metrics } = cloudWatchOf(context.account, context.region);
      const known = own(metrics, Namespace) ?? [];
      setOwn(metrics, Namespace, known);
      for (const { MetricName, Dimensions } of MetricData ?? []) {
        if (!MetricName) throw new AwsFault('MissingParameter', 'The parameter MetricData.member.1.MetricName is required.');
        const name = [MetricName, ...(Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`)].join('|');
        if (!known.includes(name)) known.push(name);
      }
      return {};
    },

    ListMetrics({ Namespace, MetricName, NextToken }, context) {
      const { metrics } = cloudWatchOf(context.account, context.region);
      const all = Object.entries(metrics)
        .filter(([namespace]) => Namespace === undefined || namespace === Namespace)
        .flatMap(([namespace, names]) => names.map((name) => `${namespace}|${name}`))
        .filter((name) => MetricName === undefined || name.split('|')[1] === MetricName)
        .sort(byText);
      const { page, nextToken } = pageOf({
        items: all,
        keyOf: (name) => name,
        compare: byText,
        token: NextToken,
        limit: 500,
        filters: `${Namespace ?? ''}|${MetricName ?? ''}`,
        badToken: 'InvalidParameterValue',
      });
      const Metrics = page.map((name) => {
        const [namespace, metric, ...dimensions] = name.split('|');
        return {
          Namespace: namespace,
          MetricName: metric,
          Dimensions: dimensions.map((pair) => ({ Name: pair.slice(0, pair.indexOf('=')), Value: pair.slice(pair.indexOf('=') + 1) })),
        };
      });
      return { Metrics, ...(nextToken ? { NextToken: nextToken } : {}) };
    },
  },
  requirements: {
    ...alarmRequirements,
    PutMetricData: ({ Namespace }) => [
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace ?? '' } },
    ],
    ListMetrics: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
  },
  limits: {
    PutMetricData: 'Names of metrics are kept, their data points are not.',
    PutMetricAlarm:
      'Alarms of one metric, by name; they are not evaluated, and have no actions: their state is what SetAlarmState made it.',
    DescribeAlarms: 'The main members; no composite alarms.',
  },
};
