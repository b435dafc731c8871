import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import TextContent from '@cloudscape-design/components/text-content';
import { Empty } from '../../ui/empty.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import type { MoveModuleProps } from './instance-move.tsx';

/** What verified means for an instance or a group, and where the evidence is. */
export function VerifyInstanceModule({ workload, plan }: MoveModuleProps) {
  const isGroup = workload.kind === 'auto-scaling-group';
  return (
    <Container header={<Header variant="h2">Verify</Header>}>
      <TextContent>
        <p>Verified means all of these, read from AWS after the change:</p>
        <ul>
          {isGroup ? (
            <>
              <li>every instance in service was launched from what the plan names, by its number or name;</li>
              <li>the association of the instance profile is “associated” on each;</li>
            </>
          ) : (
            <li>the association of the instance profile is “associated”;</li>
          )}
          <li>no key is left in the user data that is in use;</li>
          <li>a use of the role was seen, and no call of it was denied;</li>
          <li>every functional probe of the workload passes; one that fails also keeps the key from being retired.</li>
        </ul>
        <p>
          Associated is not used: a program that started with a key keeps it until it is started again
          {isGroup ? ', which for the instances of a group means until each is replaced' : ''}. Whether the key is silent is a fact of its
          own, and takes at least 24 hours to say.
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
