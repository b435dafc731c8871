import { MalformedPolicyDocument, type PolicyDocument, parsePolicy } from '@rolewright/shared/aws/policy-document.ts';
import { policyProblems } from '@rolewright/shared/iam/policy-grammar.ts';
import { pageOf } from '../page.ts';
import { AwsFault, type Service } from '../service.ts';
import { findingAt, syntaxFinding } from './findings.ts';
import { newAccess } from './new-access.ts';
import { type CheckedKind, checkPolicy } from './policy-checks.ts';

const message = {
  PASS: 'The modified permissions do not grant new access compared to your existing policy.',
  FAIL: 'The modified permissions grant new access compared to your existing policy.',
} as const;

/** IAM Access Analyzer, as far as it judges policies that it is given; it has no analyzers and so no findings of its own. */
export const service: Service<typeof import('@aws-sdk/client-accessanalyzer')> = {
  signingName: 'access-analyzer',
  global: false,
  handlers: {
    ValidatePolicy({ policyDocument: text = '', policyType = '', validatePolicyResourceType: resourceType, maxResults = 100, nextToken }) {
      const kind = kindOf(policyType, resourceType);
      const document = jsonOf(text);
      const all =
        document === undefined ? [syntaxFinding(text)] : checkPolicy(document, kind).map(({ code, path }) => findingAt(text, code, path));
      const numbered = all.map((finding, index) => ({ finding, key: String(index).padStart(6, '0') }));
      const { page, nextToken: next } = pageOf({
        items: numbered,
        keyOf: ({ key }) => key,
        compare: (left, right) => (left < right ? -1 : left > right ? 1 : 0),
        token: nextToken,
        limit: Math.min(Math.max(maxResults, 1), 1000),
        filters: `${policyType} ${text}`,
        badToken: 'ValidationException',
      });
      return { findings: page.map(({ finding }) => finding), ...(next === undefined ? {} : { nextToken: next }) };
    },

    CheckNoNewAccess({ existingPolicyDocument = '', newPolicyDocument = '', policyType = '' }) {
      requireOneOf('policyType', policyType, ['IDENTITY_POLICY', 'RESOURCE_POLICY']);
      const [before, after] = [
        policyIn('existingPolicyDocument', existingPolicyDocument, policyType),
        policyIn('newPolicyDocument', newPolicyDocument, policyType),
      ];
      const found = newAccess(before, after, policyType === 'RESOURCE_POLICY');
      const result = found.length === 0 ? 'PASS' : 'FAIL';
      const reasons = found.map(({ index, sid }) => ({
        description: `New access in the statement with index: ${index}.`,
        statementIndex: index,
        ...(sid ? { statementId: sid } : {}),
      }));
      return { result, message: message[result], reasons };
    },
  },
  requirements: {
    ValidatePolicy: () => [{ action: 'access-analyzer:ValidatePolicy', resource: '*' }],
    CheckNoNewAccess: () => [{ action: 'access-analyzer:CheckNoNewAccess', resource: '*' }],
  },
  limits: {
    ValidatePolicy:
      'Some 20 of more than 100 checks: grammar, iam:PassRole and NotPrincipal. No action, resource type or condition key is looked up; identity, resource and trust policies only; always in English.',
    CheckNoNewAccess: 'Statement by statement; what that does not prove is FAIL, also where AWS would find a proof.',
  },
};

function kindOf(policyType: string, resourceType: string | undefined): CheckedKind {
  requireOneOf('policyType', policyType, ['IDENTITY_POLICY', 'RESOURCE_POLICY', 'SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']);
  if (/CONTROL/.test(policyType))
    throw new AwsFault('NotImplemented', `The sandbox does not validate a ${policyType} (docs/sandbox.md).`, 501);
  if (policyType === 'IDENTITY_POLICY') return 'identity';
  return resourceType === 'AWS::IAM::AssumeRolePolicyDocument' ? 'trust' : 'resource';
}

function requireOneOf(field: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  const text = `Value '${value}' at '${field}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`;
  throw new AwsFault('ValidationException', text, 400, { reason: 'fieldValidationFailed', fieldList: [{ name: field, message: text }] });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function policyIn(field: string, text: string, policyType: string): PolicyDocument {
  const [problem] = policyProblems(text, policyType === 'IDENTITY_POLICY' ? 'stored-identity' : 'stored-resource');
  if (problem !== undefined) throw new AwsFault('InvalidParameterException', `${field}: ${problem}`);
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) throw new AwsFault('InvalidParameterException', `${field}: ${error.message}`);
    throw error;
  }
}
