import { isPrincipalId } from '../aws/key-id.ts';
import type { PolicyStatement } from '../aws/policy-document.ts';
import { operatorNameOf } from './condition.ts';
import type { LintCode, LintFinding } from './lint.ts';
import { accountPrincipal } from './principal.ts';
import { ecsTasksService } from './trust.ts';

/** Findings about who may assume a role (D-28, D-47, D-48, D-52). */
export function lintTrust(statements: readonly PolicyStatement[]): LintFinding[] {
  const allows = statements.filter((statement) => statement.effect === 'Allow');
  const findings = [...statements.flatMap(danglingPrincipals), ...allows.flatMap(lintTrustAllow)];
  const services = allows.filter((statement) => typesOf(statement).includes('Service'));
  if (services.length > 0 && allows.some((statement) => typesOf(statement).includes('AWS'))) {
    findings.push({
      code: 'service-beside-caller',
      severity: 'warn',
      statement: services[0]?.id ?? null,
      message: 'The role trusts a service beside users or roles: whoever may pass it to that service gets around those callers',
      fix: 'Keep a role that is assumed by roles apart from one that a service runs with',
      about: { element: 'Principal', value: servicesOf(services[0])[0] ?? '' },
    });
  }
  return findings;
}

function danglingPrincipals(statement: PolicyStatement): LintFinding[] {
  return awsNames(statement)
    .filter(isPrincipalId)
    .map((id) => ({
      code: 'dangling-principal',
      severity: 'block',
      statement: statement.id,
      message: `${id} is the id of a deleted user or role: a new one of the same name is not trusted`,
      fix: 'Put the ARN of the present user or role in its place and save the trust policy again',
      about: { element: 'Principal', value: id },
    }));
}

function lintTrustAllow(statement: PolicyStatement): LintFinding[] {
  const found = (code: LintCode, severity: LintFinding['severity'], message: string, fix: string) => ({
    code,
    severity,
    statement: statement.id,
    message,
    fix,
    about: { element: /external-id/.test(code) ? 'Condition' : /not-principal/.test(code) ? 'NotPrincipal' : 'Principal' },
  });
  const findings: LintFinding[] = [];
  const { AWS: names = [], Service: services = [] } = statement.principals === '*' ? { AWS: ['*'] } : (statement.principals ?? {});
  if (statement.notPrincipals !== null) {
    findings.push(
      found(
        'allow-not-principal',
        'block',
        'Allow with NotPrincipal trusts everyone who is not listed',
        'List the callers under Principal',
      ),
    );
  }
  if (names.includes('*')) {
    const narrowed = narrows(statement, ['aws:principalorgid', 'aws:principalorgpaths', 'aws:principalarn', 'aws:principalaccount']);
    findings.push(
      narrowed
        ? found(
            'trust-everyone',
            'warn',
            'Principal "*" takes callers of the same account past their permissions boundary, whatever the condition says',
            'Name the account, and keep the condition',
          )
        : found(
            'trust-everyone',
            'block',
            'Principal "*" lets anybody in AWS assume the role',
            'Name the account, role or service that is meant',
          ),
    );
  }
  if (names.some((name) => accountPrincipal(name) !== null) && !narrows(statement, ['aws:principalarn'])) {
    findings.push(
      found(
        'trust-whole-account',
        'block',
        'The account as principal trusts everyone in it who may assume roles, administrators included',
        'Name the role, or add ArnLike aws:PrincipalArn with the roles that are meant',
      ),
    );
  }
  const wild = names.find((name) => name !== '*' && /[*?]/.test(name));
  if (wild !== undefined) {
    findings.push(
      found(
        'principal-wildcard',
        'block',
        `${wild} has a wildcard, which AWS does not take in a principal`,
        'Name the account as principal and put the pattern under ArnLike aws:PrincipalArn',
      ),
    );
  }
  if (services.length > 0 && statement.conditions.some(({ key }) => key.toLowerCase() === 'sts:externalid')) {
    findings.push(
      found(
        'service-with-external-id',
        'block',
        'A service sends no external id, so that it can never assume the role',
        'Put the service in a statement of its own, without sts:ExternalId',
      ),
    );
  }
  return [...findings, ...(services.includes(ecsTasksService) ? lintEcsTasks(statement) : [])];
}

function lintEcsTasks(statement: PolicyStatement): LintFinding[] {
  const sources = statement.conditions.filter(({ key }) => key.toLowerCase() === 'aws:sourcearn').flatMap(({ values }) => values);
  const named = sources.find((arn) => !/^arn:[^:]+:ecs:[^:]*:[^:]*:\*$/.test(arn));
  if (named !== undefined) {
    return [
      {
        code: 'task-in-source-arn',
        severity: 'block',
        statement: statement.id,
        message: `${named} names more than Region and account, which ECS does not support: tasks would not start`,
        fix: 'End the aws:SourceArn with the account and ":*"',
        about: { element: 'Condition', value: named },
      },
    ];
  }
  if (narrows(statement, ['aws:sourceaccount', 'aws:sourcearn'])) return [];
  return [
    {
      code: 'no-source-account',
      severity: 'warn',
      statement: statement.id,
      message: 'ecs-tasks is trusted for tasks of any account (confused deputy)',
      fix: 'Add StringEquals aws:SourceAccount and ArnLike aws:SourceArn',
      about: { element: 'Principal', value: ecsTasksService },
    },
  ];
}

function servicesOf(statement: PolicyStatement | undefined): readonly string[] {
  const principals = statement?.principals ?? null;
  return principals === null || principals === '*' ? [] : (principals.Service ?? []);
}

const awsNames = ({ principals, notPrincipals }: PolicyStatement): readonly string[] =>
  [principals, notPrincipals].flatMap((named) => (named === null || named === '*' ? [] : (named.AWS ?? [])));

function typesOf({ principals }: PolicyStatement): string[] {
  return principals === null ? [] : principals === '*' ? ['AWS'] : Object.keys(principals);
}

/** Is one of the keys tested in a way that a missing key fails, and not by `*` alone? */
function narrows({ conditions }: PolicyStatement, keys: readonly string[]): boolean {
  return conditions.some(({ operator, key, values }) => {
    const name = operatorNameOf(operator);
    const strict = name !== null && !name.ifExists && name.set !== 'ForAllValues' && /^(string|arn)(equals|like)/.test(name.base);
    return strict && keys.includes(key.toLowerCase()) && !values.some((value) => /^[*?]+$/.test(value));
  });
}
