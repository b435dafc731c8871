import { isInEventHistory } from '../aws/trail-action.ts';
import { actionGlob } from './match.ts';
import { resourceSet, resourceWithin } from './pattern-set.ts';
import type { SeenOperation, Sight } from './seen-operation.ts';

/** What was seen of one line of a policy. */
export interface SeenOn {
  /** denied: only calls that were denied. not-visible: the source cannot see such calls, so that nothing is known. */
  state: 'seen' | 'denied' | 'not-seen' | 'not-visible';
  calls: number;
  /** false: the action was seen, but on which resource the source does not tell. */
  onResource: boolean;
}

/** An action and a resource as lines of policies have them: a pattern, or "all but …" with several. */
export interface PolicyLine {
  action: string;
  resource: string;
}

/** A line of a policy → the calls that fall under it. */
export function seenOn(line: PolicyLine, seen: readonly SeenOperation[], sight: Sight): SeenOn {
  const isAction = linePattern(line.action, (pattern) => {
    const matches = actionGlob(pattern);
    return ({ action }: SeenOperation) => matches(action.toLowerCase());
  });
  const isResource = linePattern(line.resource, (pattern) => {
    const set = resourceSet(pattern, true);
    return ({ resource }: SeenOperation) => resource !== null && resourceWithin(resourceSet(resource, false), set);
  });
  const under = seen.filter((one) => isAction(one) && (one.resource === null || isResource(one)));
  const counted = under.some((one) => !one.denied) ? under.filter((one) => !one.denied) : under;
  const calls = counted.reduce((sum, one) => sum + one.calls, 0);
  const onResource = counted.some((one) => one.resource !== null);
  if (counted.length > 0) return { state: counted[0]?.denied ? 'denied' : 'seen', calls, onResource };
  const visible = sight === 'every-call' || (sight === 'management-events' && isInEventHistory(line.action));
  return { state: visible ? 'not-seen' : 'not-visible', calls: 0, onResource: false };
}

const allBut = 'all but ';

function linePattern<T>(text: string, matcherOf: (pattern: string) => (value: T) => boolean): (value: T) => boolean {
  if (!text.startsWith(allBut)) return matcherOf(text);
  const excluded = text.slice(allBut.length).split(', ').map(matcherOf);
  return (value) => !excluded.some((matches) => matches(value));
}
