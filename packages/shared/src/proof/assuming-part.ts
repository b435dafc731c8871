import { compilePolicy } from '../iam/compile.ts';
import type { PolicyInput } from '../iam/request.ts';
import type { KnownCaller } from './known-caller.ts';

/** What assuming a role asks permission for (D-53). */
const actions = ['sts:assumerole', 'sts:tagsession', 'sts:setsourceidentity'];

const known = new WeakMap<KnownCaller, KnownCaller>();

/**
 * The caller without the identity policies that say nothing of assuming roles: no verdict on a link hangs on them, and the condition keys
 * that they ask for would only look as if one did.
 */
export function assumingPart(caller: KnownCaller): KnownCaller {
  const before = known.get(caller);
  if (before !== undefined) return before;
  const identity = caller.policies.identity.filter(({ document }) => concerns(document));
  const part = { ...caller, policies: { ...caller.policies, identity } };
  known.set(caller, part);
  known.set(part, part);
  return part;
}

function concerns(document: PolicyInput): boolean {
  const { allows, denies } = compilePolicy(document);
  return [...allows, ...denies].some((statement) => actions.some(statement.action));
}
