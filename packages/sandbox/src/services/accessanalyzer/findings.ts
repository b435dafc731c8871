import type { ValidatePolicyFinding } from '@aws-sdk/client-accessanalyzer';
import { type JsonPath, positionAt, spanAt } from './json-spans.ts';

/** Issue code → how grave it is, and what is said of it, in AWS's words. Source: IAM access-analyzer-reference-policy-checks. */
const checks = {
  JSON_SYNTAX_ERROR: ['ERROR', 'Fix the JSON syntax error.'],
  DATA_TYPE_MISMATCH: ['ERROR', 'The text does not match the expected JSON data type.'],
  INVALID_VERSION: ['ERROR', 'The version is not valid. Use one of the following versions: 2012-10-17, 2008-10-17.'],
  MISSING_STATEMENT: ['ERROR', 'Add a statement to the policy.'],
  INVALID_POLICY_ELEMENT: ['ERROR', 'The policy element is not valid.'],
  MISSING_EFFECT: ['ERROR', 'Add an Effect element to the policy statement with a value of Allow or Deny.'],
  INVALID_EFFECT: ['ERROR', 'The effect is not valid. Use Allow or Deny.'],
  MISSING_ACTION: ['ERROR', 'Add an Action or NotAction element to the policy statement.'],
  MISSING_RESOURCE: ['ERROR', 'Add a Resource or NotResource element to the policy statement.'],
  MISSING_PRINCIPAL: ['ERROR', 'Add a Principal element to the policy statement.'],
  UNSUPPORTED_PRINCIPAL: ['ERROR', 'The policy type does not support the Principal element. Remove the Principal element.'],
  UNSUPPORTED_ELEMENT_COMBINATION: ['ERROR', 'The policy elements can not be used in the same statement. Remove one of these elements.'],
  UNIQUE_SIDS_REQUIRED: ['ERROR', 'Duplicate statement IDs are not supported for this policy type. Update the Sid value.'],
  INVALID_ARN_PREFIX: ['ERROR', 'Add the required prefix (arn) to the resource ARN.'],
  MISSING_ARN_FIELD: [
    'ERROR',
    'Resource ARNs must include at least 6 fields in the following structure: arn:partition:service:region:account:resource',
  ],
  INVALID_CONDITION_KEY_FORMAT: ['ERROR', 'The condition key format is not valid. Use the format service:keyname.'],
  ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: [
    'ERROR',
    'Role trust policies apply to the role that they are attached to. You cannot specify a resource. Remove the Resource or NotResource element.',
  ],
  PASS_ROLE_WITH_STAR_IN_RESOURCE: [
    'SECURITY_WARNING',
    'Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
  ],
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: [
    'SECURITY_WARNING',
    'Using wildcards (*) in the action and the resource can be overly permissive because it allows iam:PassRole permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
  ],
  ALLOW_WITH_NOT_PRINCIPAL: [
    'SECURITY_WARNING',
    'Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal instead.',
  ],
  MISSING_VERSION: ['WARNING', 'We recommend that you specify the Version element to help you with debugging permission issues.'],
  EMPTY_SID_VALUE: ['SUGGESTION', 'Add a value to the empty string in the Sid element.'],
} as const satisfies Record<string, [NonNullable<ValidatePolicyFinding['findingType']>, string]>;

export type IssueCode = keyof typeof checks;

const reference = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html';
const anchors = { ERROR: 'error', SECURITY_WARNING: 'security-warning', WARNING: 'general-warning', SUGGESTION: 'suggestion' };

/** One finding about the value at a path of the document's text. */
export function findingAt(text: string, issueCode: IssueCode, path: JsonPath): ValidatePolicyFinding {
  const [findingType, findingDetails] = checks[issueCode];
  const anchor = `access-analyzer-reference-policy-checks-${anchors[findingType]}-${issueCode.toLowerCase().replaceAll('_', '-')}`;
  const { start, end } = spanAt(text, path);
  const span = { start: positionAt(text, start), end: positionAt(text, end) };
  const steps = path.map((step) => (typeof step === 'number' ? { index: step } : { value: step }));
  return { findingDetails, findingType, issueCode, learnMoreLink: `${reference}#${anchor}`, locations: [{ path: steps, span }] };
}

/** The text is not JSON: said of the text as a whole. */
export function syntaxFinding(text: string): ValidatePolicyFinding {
  const finding = findingAt('0', 'JSON_SYNTAX_ERROR', []);
  const span = { start: positionAt(text, 0), end: positionAt(text, text.length) };
  return { ...finding, locations: [{ path: [], span }] };
}
