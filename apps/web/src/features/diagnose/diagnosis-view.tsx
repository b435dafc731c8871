import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Diagnosis, MissingHalf } from '@rolewright/shared/proof/diagnosis.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { CodeBlock } from '../delivery/code-block.tsx';
import { PlanProposal } from '../policy-change/plan-proposal.tsx';

const verdicts = {
  allowed: { type: 'success', now: 'Allowed now', afterwards: 'The call is allowed then.' },
  denied: { type: 'error', now: 'Denied', afterwards: 'The call is still denied then.' },
  unknown: { type: 'pending', now: 'Not known', afterwards: 'Whether the call is allowed then is not known.' },
} as const;
const halves: Record<MissingHalf['half'], string> = {
  trust: 'Trust policy of the role',
  identity: 'Policies of the caller',
  boundary: 'Permissions boundary of the caller',
  deny: 'A statement that denies',
};

/** What the scanned policies make of a call: the verdict, what is missing, the change, what would be then, what was not seen. */
export function DiagnosisView({ diagnosis }: { diagnosis: Diagnosis }) {
  const { call, verdict, reason, missing, afterwards, said, decodedIn, notSeen, fix } = diagnosis;
  return (
    <SpaceBetween size="m">
      <Container header={<Header variant="h2">{headline(diagnosis)}</Header>}>
        <SpaceBetween size="s">
          <LiveRegion>
            <StatusIndicator type={verdicts[verdict].type}>{verdicts[verdict].now}</StatusIndicator>
          </LiveRegion>
          <Box>
            <span className="wrap-anywhere">{reason}</span>
            {enough(diagnosis) && ' Within one account a trust policy that names the caller is enough.'}
          </Box>
          <Box color="text-body-secondary">
            <span className="wrap-anywhere">
              {call.principalArn} calls <span className="mono">{call.action}</span> on {call.resource}
            </span>
          </Box>
          {decodedIn !== null && <Box color="text-body-secondary">The message was decoded by STS in account {decodedIn}.</Box>}
          {said !== null && <Box color="text-body-secondary">AWS said: {said}</Box>}
        </SpaceBetween>
      </Container>
      {missing.length > 0 && (
        <Container
          header={<Header variant="h2">{missing.length === 1 ? 'The change' : `The ${missing.length} changes, all of them needed`}</Header>}
        >
          <SpaceBetween size="l">
            {missing.map((one) => (
              <Missing key={`${one.half}${one.owner}`} missing={one} />
            ))}
            <SpaceBetween size="xs">
              <StatusIndicator type={verdicts[afterwards].type}>{verdicts[afterwards].afterwards}</StatusIndicator>
              {fix.proposal ? (
                <PlanProposal proposal={fix.proposal} label="Plan the change" primary />
              ) : (
                <Box color="text-body-secondary">It cannot be planned here, because {fix.why}.</Box>
              )}
            </SpaceBetween>
          </SpaceBetween>
        </Container>
      )}
      <Box color="text-body-secondary">
        <b>Not seen:</b> {notSeen.join(' ')}
      </Box>
    </SpaceBetween>
  );
}

function Missing({ missing: { half, owner, awsAccountId, words, statement } }: { missing: MissingHalf }) {
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">
        {halves[half]}: <RoleLink arn={owner} />
      </Box>
      <Box color="text-body-secondary" fontSize="body-s">
        Account {awsAccountId}
      </Box>
      <span className="wrap-anywhere">{words}</span>
      {statement && <CodeBlock label={`Statement: ${halves[half]}`} text={JSON.stringify(statement, null, 2)} />}
    </SpaceBetween>
  );
}

/** Both halves are missing, and one of them mends it (D-44). */
const enough = ({ reason, missing }: Diagnosis): boolean =>
  missing.length === 1 && missing[0]?.half === 'trust' && reason.startsWith('Both halves');

/** The answer in one line. */
function headline({ verdict, missing }: Diagnosis): string {
  if (verdict === 'allowed') return 'The scanned policies allow it';
  if (verdict === 'unknown') return 'Not known';
  const lacking = missing.map(({ half }) => half);
  if (lacking.includes('deny')) return 'A statement denies it';
  if (lacking.includes('trust') && lacking.includes('identity')) return 'Both halves are missing';
  if (lacking.includes('trust')) return 'The trust half is missing';
  return lacking.includes('boundary') ? 'The permissions boundary is missing it' : 'The caller’s half is missing';
}
