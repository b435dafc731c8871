import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import { memo } from 'react';
import { shortArn } from '../../lib/format.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { FindingFix, findingKey } from './finding-fix.tsx';

type Finding = RoleGraph['findings'][number];

/** Findings of the roles in the picture, each with what mends it: the focus first, dangers before warnings. Those of the focus can be planned. */
export const FindingList = memo(({ findings, focus }: { findings: Finding[]; focus: string }) => {
  const weight = (one: Finding) => (one.role === focus ? 0 : 2) + (one.severity === 'block' ? 0 : 1);
  const sorted = [...findings].sort((one, other) => weight(one) - weight(other));
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
      <ul className="role-findings" aria-label="Findings">
        {sorted.map((one) => (
          <li key={findingKey(one)}>
            <SpaceBetween size="xxs">
              <StatusIndicator type={one.severity === 'block' ? 'error' : 'warning'} wrapText>
                {one.severity === 'block' ? 'Danger' : 'Warning'}: {one.message}
              </StatusIndicator>
              <Box color="text-body-secondary" fontSize="body-s">
                {one.role === focus ? shortArn(one.role) : <RoleLink arn={one.role} />}
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
              {one.role === focus && <FindingFix finding={one} />}
            </SpaceBetween>
          </li>
        ))}
      </ul>
    </Container>
  );
});

function placeOf({ about, policy, statement }: Finding): string {
  const place = about === 'trust' ? 'trust policy' : policy !== null ? `policy ${policy}` : 'the chain';
  return statement === null ? place : `${place}, statement ${statement}`;
}
