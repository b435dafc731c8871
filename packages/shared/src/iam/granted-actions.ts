import type { PolicyCondition } from '../aws/policy-document.ts';
import { statementsOf } from './bounds.ts';
import type { PolicyInput } from './request.ts';

/** One line of a screen: what a statement says about one action pattern and one resource pattern. */
export interface GrantedAction {
  policy: string;
  statement: string;
  effect: 'Allow' | 'Deny';
  /** "all but …" for NotAction and NotResource. */
  action: string;
  resource: string;
  condition: string | null;
}

/** Policies → lines, one per statement, action and resource, in the order of the documents. Says what is written, decides nothing. */
export function grantedActions(policies: readonly { name: string; document: PolicyInput }[]): GrantedAction[] {
  return policies.flatMap(({ name, document }) =>
    statementsOf(name, document).flatMap(({ statement }) => {
      const actions = statement.actions ?? [`all but ${(statement.notActions ?? []).join(', ')}`];
      const resources = statement.resources ?? (statement.notResources ? [`all but ${statement.notResources.join(', ')}`] : ['*']);
      const condition = conditionText(statement.conditions);
      return actions.flatMap((action) =>
        resources.map((resource) => ({ policy: name, statement: statement.id, effect: statement.effect, action, resource, condition })),
      );
    }),
  );
}

/** "StringEquals aws:RequestedRegion eu-west-1 and Bool aws:SecureTransport true"; null without conditions. */
export function conditionText(conditions: readonly PolicyCondition[]): string | null {
  if (conditions.length === 0) return null;
  return conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(' or ')}`).join(' and ');
}
