import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ContainerWay } from '@rolewright/shared/export/delivery.ts';
import { CodeBlock } from './code-block.tsx';

/** "How does a container come to the first role?" Each way with what it needs and the trust policy of that role. */
export function ContainerWays({ ways }: { ways: readonly ContainerWay[] }) {
  return (
    <Box>
      <Box variant="h3">How a container comes to the first role</Box>
      {ways.map((way) => (
        <ExpandableSection
          key={way.id}
          headerText={way.name}
          headerDescription={`${way.fits ? 'Possible here' : 'Not here'}. ${way.why}`}
          headingTagOverride="h4"
        >
          <SpaceBetween size="s">
            <ul>
              {way.prerequisites.map((text) => (
                <li key={text}>{text}</li>
              ))}
              <li>
                <b>External id.</b> {way.externalId}
              </li>
              {way.forms.length > 0 && (
                <li>
                  <b>Handed over as</b> {way.forms.join(', ')}, among the files.
                </li>
              )}
            </ul>
            <Box color="text-body-secondary">
              Trust policy of the role that the container begins as; fill in its variables, through envsubst for one.
            </Box>
            <CodeBlock label={`Trust policy for ${way.name}`} text={JSON.stringify(way.trust, null, 2)} comment="#" />
          </SpaceBetween>
        </ExpandableSection>
      ))}
    </Box>
  );
}
