import Container from '@cloudscape-design/components/container';
import LiveRegion from '@cloudscape-design/components/live-region';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';

/** The shape of what is about to be read: two containers with a heading and a few lines, so that nothing jumps far when it comes. */
export function Loading() {
  return (
    <SpaceBetween size="l">
      <LiveRegion hidden>Loading</LiveRegion>
      <Lines widths={['92%', '78%', '85%', '60%']} />
      <Lines widths={['70%', '88%']} />
    </SpaceBetween>
  );
}

function Lines({ widths }: { widths: string[] }) {
  return (
    <Container header={<Skeleton variant="text-heading-m" width="30%" />}>
      <SpaceBetween size="s">
        {widths.map((width) => (
          <Skeleton key={width} variant="text-body-m" width={width} />
        ))}
      </SpaceBetween>
    </Container>
  );
}
