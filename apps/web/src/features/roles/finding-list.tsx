import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import { memo } from 'react';
import { shortArn } from '../../lib/format.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { FindingFix, findingKey } from './finding-fix.tsx';

type Finding = RoleGraph['findings'][number];

/**
 * Findings of the roles in the picture, each with what mends it, dangers before warnings. Those of the focus stand there and can be planned;
 * those of its neighbours are folded where they would push everything else out of sight.
 */
export const FindingList = memo(({ findings, focus }: { findings: Finding[]; focus: string }) => {
  const sorted = [...findings].sort((one, other) => weight(one) - weight(other));
  const own = sorted.filter(({ role }) => role === focus);
  const ofNeighbours = sorted.filter(({ role }) => role !== focus);
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${findings.length})`}
          description="Of every role and user above, each with what mends it. Open a role to plan its fixes."
        >
          Findings
        </Header>
      }
    >
      {sorted.length === 0 && <Box color="text-body-secondary">No finding in what was read.</Box>}
      <Findings of={own} label="Findings" isFocus />
      {ofNeighbours.length > mostNeighbours ? (
        <ExpandableSection headerText={`${ofNeighbours.length} findings of its neighbours`}>
          <Findings of={ofNeighbours} label="Findings of its neighbours" />
        </ExpandableSection>
      ) : (
        <Findings of={ofNeighbours} label="Findings of its neighbours" />
      )}
    </Container>
  );
});

const mostNeighbours = 6;
const weight = (one: Finding): number => (one.severity === 'block' ? 0 : 1);

function Findings({ of, label, isFocus = false }: { of: Finding[]; label: string; isFocus?: boolean }) {
  if (of.length === 0) return null;
  return (
    <ul className="role-findings" aria-label={label}>
      {of.map((one) => (
        <li key={findingKey(one)}>
          <SpaceBetween size="xxs">
            <StatusIndicator type={one.severity === 'block' ? 'error' : 'warning'} wrapText>
              {one.severity === 'block' ? 'Danger' : 'Warning'}: {one.message}
            </StatusIndicator>
            <Box color="text-body-secondary" fontSize="body-s">
              {isFocus ? shortArn(one.role) : <RoleLink arn={one.role} />}
              {`, ${placeOf(one)}`}
            </Box>
            <div>
              <b>Fix:</b> <span className="wrap-anywhere">{one.fix}.</span>
            </div>
            {one.change && (
              <div className="mono wrap-anywhere">
                <div>- {one.change.from}</div>
                <div>+ {one.change.to}</div>
              </div>
            )}
            {isFocus && <FindingFix finding={one} />}
          </SpaceBetween>
        </li>
      ))}
    </ul>
  );
}

function placeOf({ about, policy, statement }: Finding): string {
  const place = about === 'trust' ? 'trust policy' : policy !== null ? `policy ${policy}` : 'the chain';
  return statement === null ? place : `${place}, statement ${statement}`;
}
