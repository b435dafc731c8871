import { arnPatternProblem } from '../aws/arn.ts';
import { type GrantedAction, grantedActions } from '../iam/granted-actions.ts';
import { type KnownPolicy, type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';

/** How far a role reaches, for putting roles in an order. `score` has no unit; `words` names what weighs most in it. */
export interface Reach {
  score: number;
  words: string;
}

/**
 * How much harm a role can do by what its policies allow (E8): actions by how many a pattern covers, resources by how many it reaches,
 * services that hold data or rights counted more. A permissions boundary caps it. What an attacker would do first ranks first: everything,
 * then iam, then data on every resource. Denies are not subtracted, so that it never is too low. null: no policy could be read.
 */
export function reachOf(principal: KnownPrincipal): Reach | null {
  const own = reachOfPolicies(policiesOfPrincipal(principal));
  if (own === null || principal.boundary === null) return own;
  const cap = reachOfPolicies([principal.boundary]);
  return cap === null || cap.score >= own.score ? own : { ...cap, words: `${cap.words}, by its boundary` };
}

function reachOfPolicies(policies: readonly KnownPolicy[]): Reach | null {
  const read = policies.flatMap(({ name, document }) => (document === null ? [] : [{ name, document }]));
  if (read.length < policies.length) return null;
  const allowed = grantedActions(read).filter(({ effect }) => effect === 'Allow');
  if (allowed.length === 0) return { score: 0, words: 'nothing' };
  const weighed = allowed.map((one) => ({ ...one, score: weightOf(one) })).sort((one, other) => other.score - one.score);
  const [first] = weighed;
  return { score: weighed.reduce((sum, { score }) => sum + score, 0), words: first === undefined ? 'nothing' : grantWords(first) };
}

function weightOf({ action, resource }: GrantedAction): number {
  if (arnPatternProblem(resource) !== null && !resource.startsWith('all but')) return 0;
  const [service = '*', name = '*'] = action.toLowerCase().split(':');
  const breadth = action.startsWith('all but') || service === '*' ? 1000 : /^\*+$/.test(name) ? 100 : /[*?]/.test(name) ? 10 : 1;
  return breadth * (weights[service] ?? 1) * resourceWeight(resource);
}

/** Services through which one gets at rights, then those that hold data. */
const weights: Record<string, number> = {
  iam: 5,
  sts: 5,
  organizations: 5,
  s3: 3,
  dynamodb: 3,
  secretsmanager: 3,
  ssm: 3,
  kms: 3,
  rds: 3,
};

function resourceWeight(resource: string): number {
  if (resource === '*' || resource.startsWith('all but')) return 100;
  const rest = resource.split(':').slice(5).join(':');
  return /^[^/*?]*\/?\*+$/.test(rest) && !/^[^/*?]+\/\*+$/.test(rest) ? 100 : /[*?]/.test(rest) ? 3 : 1;
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
    score: grants.reduce((sum, one) => sum + weightOf(one), 0),
  }));
  lines.sort((one, other) => other.score - one.score);
  return { lines: lines.slice(0, most).map(({ text }) => text), more: Math.max(0, lines.length - most) };
}

const actionsWords = (actions: string[]): string =>
  actions.length <= 3 ? actions.join(', ') : `${actions.slice(0, 2).join(', ')} and ${actions.length - 2} more`;
