import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { count } from '../../lib/format.ts';
import { When } from '../../ui/when.tsx';

/** What a policy of seen calls leaves out: what was not seen, what cannot be seen, and what was seen and is not given. */
export function ObservedUseNote({ use }: { use: ObservedUse }) {
  const hidden = use.unseenTotal - use.unseen.length;
  return (
    <Alert
      type={use.document === null ? 'info' : 'warning'}
      header={use.document === null ? 'No policy can be made of what was seen' : 'All that was not seen would be denied'}
    >
      <p>
        The record of its calls begins <When at={use.since} />.
        {use.document !== null && ' A job that runs once a month, or only after a failure, and did not run since then would be denied.'}
      </p>
      {use.notVisible.length > 0 && (
        <ul>
          {use.notVisible.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {use.unseenTotal > 0 && (
        <ExpandableSection headerText={`${count(use.unseenTotal, 'permission')} of its user not seen in use`}>
          <ul>
            {use.unseen.map(({ policy, action, resource, condition, visible }) => (
              <li key={`${policy}|${action}|${resource}|${condition}`} className="wrap-anywhere">
                <span className="mono">{action}</span> on <span className="mono">{resource}</span>
                {condition && ` if ${condition}`} ({policy}){!visible && ': not visible here'}
              </li>
            ))}
          </ul>
          {hidden > 0 && <Box>And {count(hidden, 'more line')}.</Box>}
        </ExpandableSection>
      )}
      {use.leftOut.length > 0 && (
        <ExpandableSection headerText={`${count(use.leftOut.length, 'call')} seen and not in the policy`}>
          <ul>
            {use.leftOut.map(({ action, resource, why }) => (
              <li key={`${action}|${resource}|${why}`} className="wrap-anywhere">
                <span className="mono">{action}</span>
                {resource && (
                  <>
                    {' on '}
                    <span className="mono">{resource}</span>
                  </>
                )}
                : {why}
              </li>
            ))}
          </ul>
        </ExpandableSection>
      )}
    </Alert>
  );
}
