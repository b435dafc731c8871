import { operatorNameOf } from '../iam/condition.ts';
import { arnPatternProblem } from './arn.ts';
import { isPrincipalId } from './key-id.ts';
import { MalformedPolicyDocument, normalisePolicy, type PolicyStatement, type Principals, parsePolicy } from './policy-document.ts';

/** Where the document is to be attached: to an identity (boundaries and session policies too), as a role's trust, to another resource. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

const documentElements = ['Version', 'Id', 'Statement'];
const statementElements = 'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' ');
const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const stsActions = /^sts:(AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext|\*|Assume.*\*)$/i;

/**
 * All that IAM would refuse about a document's text, each as AWS words it under MalformedPolicyDocument; empty when it would be saved.
 * Whether the principals exist is not asked here. Source: IAM reference_policies_grammar; characters: D-40.
 */
export function policyProblems(text: string, kind: PolicyKind): string[] {
  // Of the rest of Unicode nothing is accepted: no dash of a typographer, no emoji (model type policyDocumentType).
  if (/[^\t\n\r\u0020-\u00ff]/.test(text)) {
    return ['The specified value for policyDocument is invalid. It must contain only printable ASCII characters or Latin-1 characters.'];
  }
  try {
    const document = parsePolicy(text);
    const unknown = Object.keys(document).find((element) => !documentElements.includes(element));
    if (unknown !== undefined) return [`Unknown field ${unknown}`];
    const { statements, version, id } = normalisePolicy(document);
    const raw: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
    const problems = statements.flatMap((statement, index) => [...unknownElements(raw[index]), ...statementProblems(statement, kind)]);
    if (kind === 'identity' && id !== null) problems.push('Unknown field Id');
    if (kind === 'identity' && document.Version === undefined) problems.push('Policy document must be version 2012-10-17 or greater.');
    if (statements.length === 0) problems.push('Syntax errors in policy.');
    const sids = statements.map(({ sid }) => sid).filter((sid) => sid !== null && sid !== '');
    if (new Set(sids).size < sids.length) problems.push('Statement IDs (SID) in a single policy must be unique.');
    return problems.concat(version === '2012-10-17' ? [] : variablesInOldVersion(statements));
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
