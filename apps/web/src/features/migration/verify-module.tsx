import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import TextContent from '@cloudscape-design/components/text-content';
import { Empty } from '../../ui/empty.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import type { ModuleProps } from './migration-page.tsx';

/** What verified means, and where the evidence is. */
export function VerifyModule({ plan }: ModuleProps) {
  return (
    <Container header={<Header variant="h2">Verify</Header>}>
      <TextContent>
        <p>Verified means all of these, read from AWS after the cut-over:</p>
        <ul>
          <li>every running task is on the new revision, draining ones too;</li>
          <li>no credential variable is left in it or in overrides;</li>
          <li>a use of the role was seen, and no call of it was denied;</li>
          <li>every functional probe of the workload passes; one that fails also keeps the key from being retired.</li>
        </ul>
        <p>
          Whether the old key is silent is a fact of its own: it takes at least 24 hours to say, and gates only the retirement of the key,
          which comes with a later release.
        </p>
      </TextContent>
      {plan?.run ? (
        <RouteLink href={`/runs/${plan.run.id}`}>Show the evidence of the run</RouteLink>
      ) : (
        <Empty title="There is no run yet">The evidence is collected at the end of the change.</Empty>
      )}
    </Container>
  );
}
