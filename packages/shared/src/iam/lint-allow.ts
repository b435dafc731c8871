import type { PolicyStatement } from '../aws/policy-document.ts';
import { operatorNameOf } from './condition.ts';
import type { LintCode, LintFinding } from './lint.ts';
import { actionGlob, resourcePatternFields } from './match.ts';

/** Findings about one Allow statement of an identity policy (D-55). */
export function lintAllow(statement: PolicyStatement): LintFinding[] {
  const found = (
    code: LintCode,
    severity: LintFinding['severity'],
    message: string,
    fix: string,
    about: NonNullable<LintFinding['about']>,
  ) => ({ code, severity, statement: statement.id, message, fix, about });
  const findings: LintFinding[] = [];
  const actions = statement.actions ?? [];
  const reach = reachOfRoles(statement);
  const resources = { element: statement.notResources === null ? 'Resource' : 'NotResource' };

  if (statement.notActions !== null) {
    findings.push(
      found(
        'allow-not-action',
        'block',
        'Allow with NotAction grants every action that is not listed, those of tomorrow too',
        'List the actions that are needed under Action',
        { element: 'NotAction' },
      ),
    );
  }
  if (statement.notResources !== null) {
    findings.push(
      found(
        'allow-not-resource',
        'warn',
        'Allow with NotResource grants every resource that is not listed',
        'List the resources that are needed under Resource',
        { element: 'NotResource' },
      ),
    );
  }
  const everything = actions.find((action) => /^\*+(:\*+)?$/.test(action));
  if (everything !== undefined) {
    const about = { element: 'Action', value: everything };
    findings.push(found('all-actions', 'block', 'Action "*" grants everything that AWS can do', 'List the actions that are needed', about));
    return findings;
  }
  const allOfIam = actions.find((action) => /^iam:\*+$/i.test(action));
  if (allOfIam !== undefined) {
    const about = { element: 'Action', value: allOfIam };
    const message = 'iam:* lets its holder give itself every permission';
    findings.push(found('all-iam-actions', 'block', message, 'List the IAM actions that are needed', about));
  }
  if (grants(actions, 'sts:assumerole') && reach !== 'some') {
    const anywhere = reach === 'any';
    const message = anywhere ? 'sts:AssumeRole on every role of every account' : 'sts:AssumeRole on every role of an account';
    const fix = 'Name the ARNs of the roles to be assumed';
    findings.push(
      found(anywhere ? 'assume-any-role' : 'assume-every-role-of-account', anywhere ? 'block' : 'warn', message, fix, resources),
    );
  }
  if (grants(actions, 'iam:passrole')) {
    if (reach !== 'some') {
      findings.push(
        found(
          'pass-any-role',
          'block',
          'iam:PassRole on every role hands any role, an administrator’s too, to a service',
          'Name the ARNs or the path of the roles to be passed',
          resources,
        ),
      );
    }
    if (!namesPassedService(statement)) {
      findings.push(
        found(
          'pass-role-to-any-service',
          'block',
          'iam:PassRole without iam:PassedToService lets the role be passed to any service',
          'Add StringEquals iam:PassedToService with the service, such as ecs-tasks.amazonaws.com',
          { element: 'Action' },
        ),
      );
    }
  }
  for (const action of actions.filter((name) => actionGlob(name)('s3:putobjectacl') && /[*?]/.test(name) && !/^s3:\*+$/i.test(name))) {
    const block = /^s3:putobject/i.test(action);
    const message = `${action} also grants s3:PutObjectAcl, with which objects can be made public`;
    findings.push(
      found(
        block ? 'put-object-star' : 'put-wildcard',
        block ? 'block' : 'warn',
        message,
        'Write s3:PutObject, and what else is needed by name',
        { element: 'Action', value: action },
      ),
    );
  }
  return findings;
}

const grants = (patterns: readonly string[], action: string): boolean => patterns.some((pattern) => actionGlob(pattern)(action));

/** Which roles the statement's resources reach: any of any account, every one of an account, or some. */
function reachOfRoles({ resources, notResources }: PolicyStatement): 'any' | 'account' | 'some' {
  if (notResources !== null) return 'any';
  const reaches = (resources ?? []).map((pattern) => {
    if (pattern === '*') return 'any';
    const fields = resourcePatternFields(pattern);
    const [, , service = '', , account = '', resource = ''] = fields ?? [];
    if ((service !== 'iam' && service !== '*') || !/^(\*+|role\/\*+|role\*+)$/.test(resource)) return 'some';
    return /[*?]/.test(account) ? 'any' : 'account';
  });
  return reaches.includes('any') ? 'any' : reaches.includes('account') ? 'account' : 'some';
}

/** A positive test of iam:PassedToService that a missing key fails and that does not let every service through. */
function namesPassedService({ conditions }: PolicyStatement): boolean {
  return conditions.some(({ operator, key, values }) => {
    const name = operatorNameOf(operator);
    const positive = name !== null && ['stringequals', 'stringequalsignorecase', 'stringlike'].includes(name.base);
    const strict = positive && !name.ifExists && name.set !== 'ForAllValues';
    return strict && key.toLowerCase() === 'iam:passedtoservice' && !values.some((value) => /^[*?]+$/.test(value));
  });
}
