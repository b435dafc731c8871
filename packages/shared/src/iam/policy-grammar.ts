import { arnPatternProblem, isPartition, parseArn } from '../aws/arn.ts';
import { isPrincipalId } from '../aws/key-id.ts';
import { MalformedPolicyDocument, normalisePolicy, type PolicyStatement, type Principals, parsePolicy } from '../aws/policy-document.ts';
import { operatorNameOf } from './condition.ts';

/**
 * What the document is to be: a managed policy or boundary, an inline policy, a session's, a role's trust, or another resource's. The
 * stored kinds are read to be evaluated: the id of a deleted principal may stand in them (D-47), each service has its own idea of Resource,
 * and how a statement is called does not matter. Control policies are those of an organisation.
 */
export type PolicyKind =
  | 'managed'
  | 'inline'
  | 'session'
  | 'trust'
  | 'resource'
  | 'stored-identity'
  | 'stored-trust'
  | 'stored-resource'
  | 'service-control'
  | 'resource-control';

const documentElements = ['Version', 'Id', 'Statement'];
const statementElements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const stsActions = ['assumerole', 'assumerolewithsaml', 'assumerolewithwebidentity', 'tagsession', 'setsourceidentity', 'setcontext'];

/**
 * All that IAM would refuse about a document's text, each as AWS words it under MalformedPolicyDocument; empty when it would be saved.
 * Whether principals exist is for who holds the account. Source: IAM reference_policies_grammar; characters: D-40.
 */
export function policyProblems(text: string, kind: PolicyKind): string[] {
  if (/[^\t\n\r\u0020-\u00ff]/.test(text)) {
    return ['The specified value for policyDocument is invalid. It must contain only characters U+0009, U+000A, U+000D, U+0020 to U+00FF.'];
  }
  try {
    const document = parsePolicy(text);
    const { statements, version, id } = normalisePolicy(document);
    const raw: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
    const problems = [document, ...raw].flatMap((element, index) =>
      unknownElements(element, index === 0 ? documentElements : statementElements),
    );
    if (statements.length === 0) problems.push('Syntax errors in policy.');
    if (kind === 'managed' && version !== '2012-10-17') problems.push('Policy document must be version 2012-10-17 or greater.');
    if (!hasPrincipal(kind) && id !== null) problems.push('Unknown field Id');
    problems.push(...statements.flatMap((statement) => statementProblems(statement, kind)));
    const sids = statements.map(({ sid }) => sid).filter((sid) => sid !== null && sid !== '');
    if (new Set(sids).size < sids.length) problems.push('Statement IDs (SID) in a single policy must be unique.');
    return problems;
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return [error.message];
    throw error;
  }
}

/** Throws MalformedPolicyDocument with the first problem, as IAM answers. */
export function requirePolicy(text: string, kind: PolicyKind): void {
  const [first] = policyProblems(text, kind);
  if (first !== undefined) throw new MalformedPolicyDocument(first);
}

const isStored = (kind: PolicyKind): boolean => kind.startsWith('stored-');
const isTrust = (kind: PolicyKind): boolean => kind === 'trust' || kind === 'stored-trust';
const hasPrincipal = (kind: PolicyKind): boolean => isTrust(kind) || /resource/.test(kind);
/** IAM's own rule when it saves; services and organisations are more liberal. */
const hasAlphanumericSid = (kind: PolicyKind): boolean => ['trust', 'managed', 'inline', 'session'].includes(kind);

function unknownElements(element: unknown, known: readonly string[]): string[] {
  const unknown = Object.keys(element as object).filter((name) => !known.includes(name));
  return unknown.map((name) => `Unknown field ${name}`);
}

function statementProblems(statement: PolicyStatement, kind: PolicyKind): string[] {
  const { sid, principals, notPrincipals, actions, notActions, resources, notResources } = statement;
  const problems: string[] = [];
  if (hasAlphanumericSid(kind) && sid !== null && !/^[0-9A-Za-z]*$/.test(sid)) {
    problems.push('Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*');
  }
  for (const [one, other] of [
    [actions, notActions],
    [resources, notResources],
    [principals, notPrincipals],
  ]) {
    if (one !== null && other !== null) problems.push('Syntax errors in policy.');
  }
  if ((actions ?? notActions ?? []).length === 0) problems.push('Policy statement must contain actions.');
  if (isTrust(kind)) {
    if (resources !== null) problems.push('Has prohibited field Resource');
    if (notResources !== null) problems.push('Has prohibited field NotResource');
    if ((actions ?? []).some((action) => !isTrustAction(action)))
      problems.push('AssumeRole policy may only specify STS AssumeRole actions.');
  } else if (kind !== 'stored-resource' && (resources ?? notResources ?? []).length === 0)
    problems.push('Policy statement must contain resources.');
  if (hasPrincipal(kind)) problems.push(...principalProblems(principals ?? notPrincipals, isStored(kind)));
  else if (principals !== null || notPrincipals !== null) problems.push('Policy document should not specify a principal.');
  problems.push(...(actions ?? notActions ?? []).flatMap(actionProblems));
  if (kind !== 'stored-resource') problems.push(...(resources ?? notResources ?? []).flatMap(resourceProblems));
  problems.push(...statement.conditions.flatMap(({ operator, key, values }) => conditionProblems(operator, key, values)));
  return problems;
}

/** `sts:*` and `sts:Assume*` count where they can only mean actions of a trust policy. */
function isTrustAction(action: string): boolean {
  const [vendor, name = ''] = action.toLowerCase().split(':');
  return vendor === 'sts' && (/[*?]/.test(name) || stsActions.includes(name));
}

function actionProblems(action: string): string[] {
  if (action === '*') return [];
  const [vendor = '', name = '', ...more] = action.split(':');
  if (vendor === '' || name === '' || !action.includes(':')) {
    return ['Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'];
  }
  if (more.length > 0) return ['Actions/Condition can contain only one colon.'];
  return /^[a-zA-Z0-9_.-]+$/.test(vendor) ? [] : [`Vendor ${vendor} is not valid`];
}

function resourceProblems(resource: string): string[] {
  if (arnPatternProblem(resource) === null) {
    const [, , service, region] = resource.split(':');
    if (service === 'iam' && region !== undefined && region !== '' && region !== '*') {
      return [`IAM resource ${resource} cannot contain region information.`];
    }
    return [];
  }
  const partition = resource.split(':')[1] ?? '';
  if (resource.startsWith('arn:') && !isPartition(partition) && !/[*?]/.test(partition)) {
    return [`Partition "${partition}" is not valid for resource "${resource}".`];
  }
  return [`Resource ${resource} must be in ARN format or "*".`];
}

function conditionProblems(operator: string, key: string, values: readonly string[]): string[] {
  if (operatorNameOf(operator) === null) return [`Invalid Condition type : ${operator}.`];
  if (!key.includes(':')) return ['Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'];
  return values.length === 0 ? [`Condition ${key} must have a value.`] : [];
}

function principalProblems(principals: Principals | null, stored: boolean): string[] {
  if (principals === null) return ['Missing required field Principal'];
  if (principals === '*') return [];
  const unknown = Object.keys(principals).filter((type) => !principalTypes.includes(type));
  if (unknown.length > 0) return unknown.map((type) => `Invalid principal in policy: "${type}"`);
  if (Object.values(principals).flat().length === 0) return ['Missing required field Principal cannot be empty!'];
  const isAws = stored ? isStoredPrincipal : isAwsPrincipal;
  const service = stored ? /^[a-z0-9-]+(\.[a-z0-9-]+)+$/ : /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;
  const aws = (principals.AWS ?? []).filter((name) => !isAws(name)).map((name) => `Invalid principal in policy: "AWS":"${name}"`);
  const services = (principals.Service ?? []).filter((name) => !service.test(name));
  return [...aws, ...services.map((name) => `Invalid principal in policy: "SERVICE":"${name}"`)];
}

/** Ids of the deleted too (D-47), and what is no account (`arn:aws:iam::cloudfront:user/…`). */
const isStoredPrincipal = (name: string): boolean =>
  isAwsPrincipal(name) || isPrincipalId(name) || /^arn:aws[^:*?]*:(iam|sts)::[^:*?]+:[^*?]+$/.test(name);

/** No wildcard within an ARN (only `*` alone), and no raw id: a stored AROA or AIDA belongs to somebody deleted (D-47). */
function isAwsPrincipal(name: string): boolean {
  if (name === '*' || /^\d{12}$/.test(name)) return true;
  if (isPrincipalId(name) || /[*?]/.test(name)) return false;
  const arn = parseArn(name);
  if (arn === null || !/^\d{12}$/.test(arn.accountId)) return false;
  return arn.service === 'iam' ? /^(root$|user\/|role\/)/.test(arn.resource) : /^(assumed-role|federated-user)\//.test(arn.resource);
}
