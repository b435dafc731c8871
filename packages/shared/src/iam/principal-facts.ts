import { iamNameOf } from '../aws/arn.ts';
import type { PolicyCondition } from '../aws/policy-document.ts';
import { compileCondition, contextOf, operatorNameOf } from './condition.ts';
import { variablesIn } from './variables.ts';

/**
 * What is known of one condition key for one caller: the values that it may have (null: the key is missing), that it is there with some
 * value, or nothing.
 */
export type Fact = readonly (string | null)[] | 'present' | 'unknown';

/** A user who signs with a long-term access key, or a role in the session that an AWS service makes of it. */
export interface Subject {
  kind: 'user' | 'role';
  arn: string;
  /** AIDA… of the user, where it is known. */
  uniqueId?: string;
  /** Tags of the user or role; left out: not known. */
  tags?: Readonly<Record<string, string>>;
}

/** Key in lower case → fact; null when the key does not depend on who calls, so that both callers would send the same. */
export type Facts = (key: string) => Fact | null;

const missing: Fact = [null];

/**
 * Condition keys that differ between the user and the role that takes its place (D-61). A user's access key sends no MFA and no session
 * keys; a service's session sends no user name, and MFA at best as "false". Source: IAM reference_policies_condition-keys.
 */
export function factsOf(subject: Subject): Facts {
  const user = subject.kind === 'user';
  const facts: Record<string, Fact> = {
    'aws:username': user ? [iamNameOf(subject.arn, 'user')?.name ?? null] : missing,
    'aws:userid': user && subject.uniqueId !== undefined ? [subject.uniqueId] : 'present',
    'aws:principalarn': [subject.arn],
    'aws:principaltype': [user ? 'User' : 'AssumedRole'],
    'aws:tokenissuetime': user ? missing : 'present',
    'aws:multifactorauthpresent': user ? missing : [null, 'false'],
    'aws:multifactorauthage': missing,
    'aws:principalisawsservice': ['false'],
    'aws:principalservicename': missing,
    'aws:principalservicenameslist': missing,
    'aws:sourceidentity': missing,
    'aws:federatedprovider': missing,
    'aws:assumedroot': missing,
    'ec2:sourceinstancearn': user ? missing : 'unknown',
    'ec2:roledelivery': user ? missing : 'unknown',
    'aws:ec2instancesourcevpc': user ? missing : 'unknown',
    'aws:ec2instancesourceprivateipv4': user ? missing : 'unknown',
  };
  const tags =
    subject.tags && new Map(Object.entries(subject.tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]));
  return (key) => {
    if (!key.startsWith('aws:principaltag/')) return facts[key] ?? null;
    return tags ? [tags.get(key) ?? null] : 'unknown';
  };
}

/** The one value that a key has for certain; undefined where it is not certain, null where the key is missing for certain. */
export function certainValue(fact: Fact): string | null | undefined {
  return typeof fact !== 'string' && fact.length === 1 ? fact[0] : undefined;
}

/**
 * Does a condition on a key of the caller hold? undefined: it depends on what is not known. Values hold
 * the caller's variables already, as in Version 2012-10-17.
 */
export function decideByFact(condition: PolicyCondition, fact: Fact): boolean | undefined {
  if (fact === 'unknown') return undefined;
  const isNull = operatorNameOf(condition.operator)?.base === 'null';
  if (fact === 'present' && !isNull) return undefined;
  if (condition.values.some((value) => variablesIn(value).length > 0)) return undefined;
  const compiled = compileCondition(condition, true);
  const worlds = fact === 'present' ? ['any'] : fact;
  const answers = worlds.map((value) => compiled(contextOf(value === null ? {} : { [condition.key]: value })));
  const [first] = answers;
  return first !== 'unknown' && answers.every((answer) => answer === first) ? first : undefined;
}
