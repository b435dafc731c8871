import { MalformedPolicyDocument, normalisePolicy, type PolicyDocument, type Principals } from '../aws/policy-document.ts';
import { accountPrincipal } from './principal.ts';

/**
 * Do two policies say the same? The order within lists, one or a list of one, upper case in actions and how an account is written as a
 * principal do not matter: IAM gives a trust policy back with its principals in another order, and `123456789012` as the ARN of its root.
 * The order of statements does. What is no policy is compared by its text. Source: IAM reference_policies_grammar, reference_policies_elements_principal.
 */
export const samePolicy = (one: PolicyDocument, other: PolicyDocument): boolean => policyKey(one) === policyKey(other);

/** Statements of a document, each with a text that is equal for equal ones. */
export function statementKeys(document: PolicyDocument): string[] {
  const { version, statements } = normalisePolicy(document);
  return statements.map(({ sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions }) =>
    JSON.stringify([
      version,
      sid ?? '',
      effect,
      principalsKey(principals),
      principalsKey(notPrincipals),
      lower(actions),
      lower(notActions),
      sorted(resources),
      sorted(notResources),
      conditions.map(({ operator, key, values }) => JSON.stringify([operator, key.toLowerCase(), sorted(values)])).sort(),
    ]),
  );
}

function policyKey(document: PolicyDocument): string {
  try {
    return JSON.stringify([document.Id ?? null, ...statementKeys(document)]);
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return JSON.stringify(document);
    throw error;
  }
}

function principalsKey(principals: Principals | null): unknown {
  if (principals === null || principals === '*') return principals;
  const types = Object.entries(principals).map(([type, names]) => [type, sorted(names.map((name) => accountPrincipal(name) ?? name))]);
  return types.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}

const sorted = (values: readonly string[] | null): string[] | null => values && [...new Set(values)].sort();
const lower = (actions: readonly string[] | null): string[] | null => sorted(actions?.map((action) => action.toLowerCase()) ?? null);
