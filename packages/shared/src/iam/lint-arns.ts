import { arnPatternProblem } from '../aws/arn.ts';
import type { PolicyStatement } from '../aws/policy-document.ts';
import type { LintFinding } from './lint.ts';

/**
 * ARNs that are none, such as `arn:aws::iam::…` (D-52, D-86), in resources, principals and condition values. Such a statement does not
 * do what it says; in a Deny it is only a warning, because taking the Deny away would allow more.
 */
export function arnFindings(statement: PolicyStatement): LintFinding[] {
  const principals = [statement.principals, statement.notPrincipals].flatMap((named) =>
    named === null || named === '*' ? [] : (named.AWS ?? []),
  );
  const placed = (element: string, values: readonly string[]) => values.map((arn) => ({ element, arn }));
  const arns = [
    ...placed('Resource', statement.resources ?? []),
    ...placed('NotResource', statement.notResources ?? []),
    ...placed(
      statement.principals === null ? 'NotPrincipal' : 'Principal',
      principals.filter((name) => name.startsWith('arn:')),
    ),
    ...placed(
      'Condition',
      statement.conditions.flatMap(({ values }) => values.filter((value) => value.startsWith('arn:'))),
    ),
  ];
  return arns.flatMap(({ element, arn }) => {
    const problem = arnPatternProblem(arn);
    if (problem === null) return [];
    return {
      code: 'malformed-arn',
      severity: statement.effect === 'Allow' ? 'block' : 'warn',
      statement: statement.id,
      message: `${problem}, so that it never matches`,
      fix: 'Write the ARN as arn:partition:service:region:account:resource',
      about: { element, value: arn },
    };
  });
}
