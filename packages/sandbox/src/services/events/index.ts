import type { Target } from '@aws-sdk/client-eventbridge';
import { passRole } from '../../auth/pass-role.ts';
import { own, setOwn } from '../../state/iam.ts';
import { type RuleState, rulesOf } from '../../state/rules.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type CallContext, type Requirement, type Service } from '../service.ts';

const arnOf = (context: CallContext, name: string): string =>
  `arn:${context.account.partition}:events:${context.region}:${context.account.id}:rule/${name}`;

const need = (context: CallContext, action: string, name: string | undefined): Requirement[] => [
  { action: `events:${action}`, resource: name === undefined ? '*' : arnOf(context, name) },
];

function requireRule(context: CallContext, name: string | undefined): RuleState {
  const found = own(rulesOf(context.account, context.region), name ?? '');
  if (!found) throw new AwsFault('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  return found;
}

const shown = (rule: RuleState) => ({
  Name: rule.name,
  Arn: rule.arn,
  State: rule.state,
  EventBusName: 'default',
  ...(rule.description === null ? {} : { Description: rule.description }),
  ...(rule.scheduleExpression === null ? {} : { ScheduleExpression: rule.scheduleExpression }),
  ...(rule.eventPattern === null ? {} : { EventPattern: rule.eventPattern }),
  ...(rule.roleArn === null ? {} : { RoleArn: rule.roleArn }),
});

interface Listing<Item> {
  items: Item[];
  keyOf: (item: Item) => string;
  input: { Limit?: number | undefined; NextToken?: string | undefined };
  filters: string;
}

function list<Item>({ items, keyOf, input, filters }: Listing<Item>): { page: Item[]; NextToken?: string } {
  const { page, nextToken } = pageOf({
    items: items.sort((a, b) => byText(keyOf(a), keyOf(b))),
    keyOf,
    compare: byText,
    token: input.NextToken,
    limit: Math.min(input.Limit ?? 100, 100),
    filters,
    badToken: 'ValidationException',
  });
  return { page, ...(nextToken ? { NextToken: nextToken } : {}) };
}

/** Amazon EventBridge: rules of the default bus and their targets, listed as a scan does; no rule ever fires here. */
export const service: Service<typeof import('@aws-sdk/client-eventbridge')> = {
  signingName: 'events',
  global: false,
  handlers: {
    PutRule({ Name = '', Description, ScheduleExpression, EventPattern, State, RoleArn }, context) {
      if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(Name)) throw new AwsFault('ValidationException', 'Rule name is not valid.');
      if (!ScheduleExpression && !EventPattern)
        throw new AwsFault('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
      const rules = rulesOf(context.account, context.region);
      setOwn(rules, Name, {
        name: Name,
        arn: arnOf(context, Name),
        description: Description ?? null,
        scheduleExpression: ScheduleExpression ?? null,
        eventPattern: EventPattern ?? null,
        state: State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
        roleArn: RoleArn ?? null,
        targets: own(rules, Name)?.targets ?? [],
      });
      return { RuleArn: arnOf(context, Name) };
    },

    /** Replaces whole targets of the same id (D-33). */
    PutTargets({ Rule, Targets }, context) {
      const rule = requireRule(context, Rule);
      const fresh = JSON.parse(JSON.stringify(Targets ?? [])) as Target[];
      const targets = [...rule.targets.filter(({ Id }) => !fresh.some((target) => target.Id === Id)), ...fresh];
      if (targets.length > 5)
        throw new AwsFault('LimitExceededException', 'The requested resource exceeds the maximum number of 5 targets per rule.');
      rule.targets = targets;
      return { FailedEntryCount: 0, FailedEntries: [] };
    },

    ListRules({ NamePrefix = '', ...input }, context) {
      const items = Object.values(rulesOf(context.account, context.region)).filter(({ name }) => name.startsWith(NamePrefix));
      const { page, ...rest } = list({ items, keyOf: ({ name }) => name, input, filters: NamePrefix });
      return { Rules: page.map(shown), ...rest };
    },

    ListTargetsByRule({ Rule, ...input }, context) {
      const items = [...requireRule(context, Rule).targets];
      const { page, ...rest } = list({ items, keyOf: ({ Id }) => Id ?? '', input, filters: Rule ?? '' });
      return { Targets: page, ...rest };
    },

    ListRuleNamesByTarget({ TargetArn, ...input }, context) {
      const rules = Object.values(rulesOf(context.account, context.region));
      const items = rules.filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn)).map(({ name }) => name);
      const { page, ...rest } = list({ items, keyOf: (name) => name, input, filters: TargetArn ?? '' });
      return { RuleNames: page, ...rest };
    },
  },
  requirements: {
    PutRule: ({ Name }, context) => need(context, 'PutRule', Name),
    PutTargets: ({ Rule, Targets }, context) => [
      ...need(context, 'PutTargets', Rule),
      ...(Targets ?? []).flatMap(({ RoleArn }) => (RoleArn ? [passRole(RoleArn, 'events.amazonaws.com')] : [])),
    ],
    ListRules: (_input, context) => need(context, 'ListRules', undefined),
    ListTargetsByRule: ({ Rule }, context) => need(context, 'ListTargetsByRule', Rule),
    ListRuleNamesByTarget: (_input, context) => need(context, 'ListRuleNamesByTarget', undefined),
  },
  limits: {
    PutRule: 'The default bus; rules never fire.',
    PutTargets: 'Targets are kept as they were put and never called.',
  },
};
