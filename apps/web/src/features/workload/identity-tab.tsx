import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ChainLink } from '@rolewright/shared/inventory/chain-link.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';

type Link = ChainLink;

/** The credential chain as SDKs walk it, now and after the change: this picture explains the product. */
export function IdentityTab({ workload }: { workload: WorkloadDetail }) {
  return (
    <SpaceBetween size="l">
      {workload.containers.map((container) => (
        <Container
          key={container.name}
          header={
            <Header variant="h2" description="SDKs ask these in order; the first that answers wins, and what lies beneath has no effect">
              {container.name}
            </Header>
          }
        >
          <ColumnLayout columns={2}>
            <Chain title="Now" links={container.chainNow} />
            <Chain title="After the move to a role" links={container.chainAfter} />
          </ColumnLayout>
        </Container>
      ))}
      {workload.containers.length === 0 && <Box>The task definition in use could not be read.</Box>}
    </SpaceBetween>
  );
}

const names: Record<Link['link'], string> = {
  environment: 'Environment',
  profile: 'Profile',
  'web-identity': 'Web identity',
  'container-role': 'Task role',
  'instance-role': 'Instance role',
};

export function Chain({ title, links }: { title: string; links: Link[] }) {
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">{title}</Box>
      <ol className="chain" aria-label={`Credential chain, ${title.toLowerCase()}`}>
        {links.map((link) => (
          <li key={link.link} className={link.wins ? 'wins' : link.answers === 'no' ? 'silent' : ''}>
            <b>{names[link.link]}</b>
            <span>
              {link.says}
              {link.wins && <b> · wins</b>}
            </span>
          </li>
        ))}
      </ol>
    </SpaceBetween>
  );
}
