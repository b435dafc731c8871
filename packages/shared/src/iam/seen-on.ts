import { isInEventHistory } from '../aws/trail-action.ts';
import { actionsWithin, lineReach, type PolicyLine, resourcesWithin } from './access-row.ts';
import type { SeenOperation, Sight } from './seen-operation.ts';

/** What was seen of one line of a policy. */
export interface SeenOn {
  /** denied: only calls that were denied. not-visible: the source cannot see such calls, so that nothing is known. */
  state: 'seen' | 'denied' | 'not-seen' | 'not-visible';
  calls: number;
  /** false: the action was seen, but on which resource the source does not tell. */
  onResource: boolean;
}

/** A line of a policy → the calls that fall under it. */
export function seenOn(line: PolicyLine, seen: readonly SeenOperation[], sight: Sight): SeenOn {
  const reach = lineReach(line);
  const under = seen.filter(({ action, resource }) => {
    const call = lineReach({ action, resource: resource ?? '*' });
    return actionsWithin(call.actions, reach.actions) && (resource === null || resourcesWithin(call.resources, reach.resources));
  });
  const counted = under.some((one) => !one.denied) ? under.filter((one) => !one.denied) : under;
  const calls = counted.reduce((sum, one) => sum + one.calls, 0);
  const onResource = counted.some((one) => one.resource !== null);
  if (counted.length > 0) return { state: counted[0]?.denied ? 'denied' : 'seen', calls, onResource };
  const visible = sight === 'every-call' || (sight === 'management-events' && isInEventHistory(line.action));
  return { state: visible ? 'not-seen' : 'not-visible', calls: 0, onResource: false };
}
