import { accountOf, iamNameOf, partitionOf } from '../aws/arn.ts';
import { AppError } from '../error.ts';
import { policyProblems } from '../iam/policy-grammar.ts';
import type { ChangedPrincipal, NewPolicyChangePlan, PolicyChangeTarget, PolicyEdit } from './policy-change.ts';

/** A registered account by AWS' 12 digits. */
export type AccountFinder = (awsAccountId: string) => { id: string; awsAccountId: string; partition: string } | null;

type Asked = Pick<NewPolicyChangePlan, 'target' | 'inputs'>;

/**
 * Edits → whom the plan changes. `own` is the account of the plan, for a policy that is attached to nobody. Throws AppError `bad-input` that
 * names the field: what is no ARN of a user or role, an account that is not registered or of another partition, a role that only AWS
 * changes (D-51), a document that IAM would not take, two edits of one thing.
 */
export function policyChangeTargetOf({ target, inputs }: Asked, own: string, accountFor: AccountFinder): PolicyChangeTarget {
  const principals = new Map<string, ChangedPrincipal>();
  const policies: PolicyChangeTarget['policies'] = [];
  const profiles: NonNullable<PolicyChangeTarget['profiles']> = [];
  const seen = new Map<string, string>();
  inputs.edits.forEach((edit, index) => {
    const field = `inputs.edits.${index}`;
    refuseDocument(edit, field);
    for (const [member, arn] of principalsOf(edit)) {
      principals.set(arn, changedPrincipal(arn, `${field}.${member}`, onlyOfRoles(edit), accountFor));
    }
    for (const what of thingsOf(edit)) {
      const before = seen.get(what);
      if (before !== undefined) throw refuse(field, `changes what ${before} changes already: ${what}; put both into one`);
      seen.set(what, field);
    }
    if (edit.kind === 'instance-profile') {
      const { accountId = '', awsAccountId = '' } = principals.get(edit.roleArn) ?? {};
      profiles.push({ name: edit.profileName, roleArn: edit.roleArn, accountId, awsAccountId, edit: index });
    }
    if (edit.kind === 'managed-policy') {
      const ids = edit.attachTo.length === 0 ? [own] : [...new Set(edit.attachTo.map((arn) => accountOf(arn) ?? ''))];
      for (const awsAccountId of ids) {
        const account = accountFor(awsAccountId);
        if (account === null) throw refuse(`${field}.attachTo`, `account ${awsAccountId} is not registered`);
        const arn = `arn:${account.partition}:iam::${awsAccountId}:policy${edit.path ?? '/'}${edit.policyName}`;
        policies.push({ arn, accountId: account.id, awsAccountId, edit: index });
      }
    }
  });
  return { title: target.title, principals: [...principals.values()], policies, ...(profiles.length > 0 ? { profiles } : {}) };
}

const onlyOfRoles = ({ kind }: PolicyEdit): boolean => kind === 'trust' || kind === 'instance-profile';

/** Member of the edit → ARN that stands there. */
function principalsOf(edit: PolicyEdit): [string, string][] {
  if (edit.kind === 'trust' || edit.kind === 'instance-profile') return [['roleArn', edit.roleArn]];
  if (edit.kind === 'managed-policy') return edit.attachTo.map((arn, index) => [`attachTo.${index}`, arn]);
  return [['principalArn', edit.principalArn]];
}

/** What an edit is about, in words; no two edits may be about one. */
function thingsOf(edit: PolicyEdit): string[] {
  if (edit.kind === 'trust') return [`the trust policy of ${edit.roleArn}`];
  if (edit.kind === 'instance-profile') return [`the instance profile ${edit.profileName} of ${accountOf(edit.roleArn)}`];
  if (edit.kind === 'inline-policy') return [`the inline policy ${edit.policyName} of ${edit.principalArn}`];
  if (edit.kind === 'managed-policy')
    return [`the policy ${edit.policyName}`, ...edit.attachTo.map((arn) => `${policyArnBeside(arn, edit)} at ${arn}`)];
  return [`${edit.policyArn} at ${edit.principalArn}`];
}

/** The policy as it is called in the account of who gets it: attached and detached in one plan it would be gone. */
const policyArnBeside = (arn: string, { policyName, path = '/' }: { policyName: string; path?: string | undefined }): string =>
  [...arn.split(':').slice(0, 5), `policy${path}${policyName}`].join(':');

function changedPrincipal(arn: string, field: string, onlyRole: boolean, accountFor: AccountFinder): ChangedPrincipal {
  const kind = iamNameOf(arn, 'role') !== null ? 'role' : 'user';
  const named = iamNameOf(arn, kind);
  const awsAccountId = accountOf(arn);
  if (named === null || awsAccountId === null || (onlyRole && kind !== 'role')) {
    const example = `arn:aws:iam::123456789012:role/Name${onlyRole ? '' : ' or …:user/Name'}`;
    throw refuse(field, `must be the ARN of a role${onlyRole ? '' : ' or user'}, such as ${example}`);
  }
  if (kind === 'role' && /^\/(aws-service-role|aws-reserved)\//.test(named.path)) {
    throw refuse(field, 'is a role that only AWS changes (D-51)');
  }
  const account = accountFor(awsAccountId);
  if (account === null) throw refuse(field, `is of account ${awsAccountId}, which is not registered here; register and scan it first`);
  if (partitionOf(arn) !== account.partition) throw refuse(field, `must be in the partition ${account.partition} (D-86)`);
  return { arn, name: named.name, kind, accountId: account.id, awsAccountId };
}

function refuseDocument(edit: PolicyEdit, field: string): void {
  if (edit.kind === 'detach-policy') {
    if (iamNameOf(edit.policyArn, 'policy') !== null) return;
    throw refuse(`${field}.policyArn`, 'must be the ARN of a managed policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess');
  }
  if (edit.kind === 'instance-profile' || edit.document === null) return;
  const kind = edit.kind === 'trust' ? 'trust' : edit.kind === 'inline-policy' ? 'inline' : 'managed';
  const [problem] = policyProblems(JSON.stringify(edit.document), kind);
  if (problem !== undefined) throw refuse(`${field}.document`, `IAM would not take it: ${problem}`);
}

export function refuse(field: string, message: string): AppError {
  const text = message.replace(/\.$/, '');
  return new AppError('bad-input', `${field}: ${text}.`, { fields: [{ field, message: text }] });
}
