import type { PolicyDocument } from '../aws/policy-document.ts';
import { statementsOf } from '../iam/bounds.ts';
import { compilePolicy } from '../iam/compile.ts';
import { type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import { arnFields, glob, resourcePatternFields } from '../iam/match.ts';

import { readable } from '../proof/known-caller.ts';

/** The roles that a caller's Allow statements of sts:AssumeRole speak of. Which of them it may really assume is for the evaluator to say. */
export interface AssumeRights {
  /** ARNs that stand there without a wildcard. */
  exact: readonly string[];
  /** Is this role within one of the patterns? null: no pattern there. */
  within: ((roleArn: string) => boolean) | null;
}

/** Reads the rights. What a policy allows that was not read nobody knows: it may be any role, and the evaluator then says "unknown". */
export function assumeRightsOf(principal: KnownPrincipal): AssumeRights {
  const resources = policiesOfPrincipal(principal).flatMap(({ document }) => {
    const known = readable(document);
    return known === null ? [null] : resourcesOf(known);
  });
  const exact = resources.filter((pattern) => pattern !== null).filter((pattern) => !/[*?$]/.test(pattern));
  const patterns = [...new Set(resources)].filter((pattern) => pattern === null || /[*?$]/.test(pattern));
  const matchers = patterns.map((pattern) => (pattern === null ? () => true : matcherOf(pattern)));
  return { exact: [...new Set(exact)], within: matchers.length === 0 ? null : (arn) => matchers.some((matches) => matches(arn)) };
}

/** Resources of the statements that allow sts:AssumeRole; null for one with NotResource, which may reach any role. */
function resourcesOf(document: PolicyDocument): (string | null)[] {
  const compiled = new Map(compilePolicy(document).allows.map((statement) => [statement.id, statement]));
  return statementsOf('', document).flatMap(({ statement }): readonly (string | null)[] => {
    if (statement.effect !== 'Allow' || !compiled.get(statement.id)?.action('sts:assumerole')) return [];
    return statement.notResources === null ? (statement.resources ?? []) : [null];
  });
}

/** A policy variable may become anything, so that it counts as a wildcard here. */
function matcherOf(pattern: string): (roleArn: string) => boolean {
  const fields = resourcePatternFields(pattern.replace(/\$\{[^}]*\}/g, '*'))?.map(glob);
  if (fields === undefined) return pattern === '*' ? () => true : () => false;
  return (roleArn) => {
    const asked = arnFields(roleArn);
    return asked !== null && fields.every((matches, index) => matches(asked[index] ?? ''));
  };
}
