import { type GrantedAction, grantedActions } from '../iam/granted-actions.ts';
import { type KnownPolicy, type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import { blastOf } from '../proof/blast-radius.ts';
import { grantsOf } from '../proof/grants.ts';
import { readable } from '../proof/known-caller.ts';

/** How far a role reaches, for putting roles in an order. `score` has no unit; `words` names what weighs most in it. */
export interface Reach {
  score: number;
  words: string;
}

/**
 * How much harm a principal can do by its widest line (E8), after its denies and its permissions boundary: the first line that
 * GET /api/roles/{arn}/reach tells of it. null: not every policy could be read, so that it may be more.
 */
export function reachOf(principal: KnownPrincipal): Reach | null {
  if (policiesOfPrincipal(principal).some(({ document }) => readable(document) === null)) return null;
  const widest = grantsOf(principal).find(({ left }) => left !== 'none');
  if (widest === undefined) return { score: 0, words: 'nothing' };
  const { blast, bounded } = widest;
  return { score: blast, words: `${grantWords(widest)}${bounded ? ', cut down by its boundary' : ''}` };
}

const grantWords = ({ action, resource }: Pick<GrantedAction, 'action' | 'resource'>): string => `${action} on ${resource}`;

/** What a principal may do itself, in a few lines for the graph, the widest first; the roles that it names are arrows there. */
export function grantLines(principal: KnownPrincipal, most: number): { lines: string[]; more: number } {
  return linesOf(
    policiesOfPrincipal(principal),
    most,
    ({ action, resource }) => !/^sts:assumerole$/i.test(action) || /[*?]/.test(resource),
  );
}

/** All that these policies allow, the same way; one that was not read adds no line. */
export const grantLinesOf = (policies: readonly KnownPolicy[], most: number) => linesOf(policies, most, () => true);

function linesOf(policies: readonly KnownPolicy[], most: number, keep: (grant: GrantedAction) => boolean) {
  const read = policies.flatMap(({ name, document }) => (document === null ? [] : [{ name, document }]));
  const allowed = grantedActions(read).filter((grant) => grant.effect === 'Allow' && keep(grant));
  const groups = Map.groupBy(allowed, ({ resource, condition }) => (condition === null ? resource : `${resource}, where ${condition}`));
  const lines = [...groups].map(([resource, grants]) => ({
    text: grantWords({ action: actionsWords([...new Set(grants.map(({ action }) => action))]), resource }),
    score: Math.max(...grants.map(blastOf)),
  }));
  lines.sort((one, other) => other.score - one.score);
  return { lines: lines.slice(0, most).map(({ text }) => text), more: Math.max(0, lines.length - most) };
}

const actionsWords = (actions: string[]): string =>
  actions.length <= 3 ? actions.join(', ') : `${actions.slice(0, 2).join(', ')} and ${actions.length - 2} more`;
