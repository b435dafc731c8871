import { type EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { call } from './answer.ts';
import type { AwsRead } from './port.ts';

type RuleTarget = Awaited<ReturnType<AwsRead['rulesWithTaskDefinitions']>>[number];
const pageSize = 100;

/** Rules of the default event bus whose targets start tasks (D-33). A target without a revision means the newest ACTIVE one at run time. */
export function rulesWithTaskDefinitions(client: () => EventBridgeClient): AwsRead['rulesWithTaskDefinitions'] {
  return async () => {
    const found: RuleTarget[] = [];
    for (const rule of await allRules(client)) {
      for (const target of await taskTargetsOf(client, rule.name)) found.push({ ...rule, ...target });
    }
    return found;
  };
}

async function allRules(client: () => EventBridgeClient): Promise<{ name: string; arn: string }[]> {
  const rules: { name: string; arn: string }[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call('events', 'ListRules', () => client().send(new ListRulesCommand({ Limit: pageSize, NextToken })));
    rules.push(...(page.Rules ?? []).map((rule) => ({ name: rule.Name ?? '', arn: rule.Arn ?? '' })));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
}

async function taskTargetsOf(client: () => EventBridgeClient, Rule: string): Promise<Pick<RuleTarget, 'taskDefinitionArn' | 'hasInput'>[]> {
  const found: Pick<RuleTarget, 'taskDefinitionArn' | 'hasInput'>[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListTargetsByRuleCommand({ Rule, Limit: pageSize, NextToken });
    const page = await call('events', 'ListTargetsByRule', () => client().send(command));
    for (const { EcsParameters, Input, InputTransformer } of page.Targets ?? []) {
      const taskDefinitionArn = EcsParameters?.TaskDefinitionArn;
      if (taskDefinitionArn !== undefined)
        found.push({ taskDefinitionArn, hasInput: Input !== undefined || InputTransformer !== undefined });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
