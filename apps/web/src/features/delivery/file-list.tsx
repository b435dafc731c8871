import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DeliveryAnswer } from '@rolewright/shared/export/delivery.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { CodeBlock } from './code-block.tsx';
import { ContainerWays } from './container-ways.tsx';

/** What the application is handed, file by file, and what remains. */
export function FileList({ answer }: { answer: DeliveryAnswer }) {
  const { files, warnings, remaining, change, ways } = answer;
  const headers = { 'configuration-only': 'Configuration is enough', code: 'Code changes', script: 'A script starts it' };
  return (
    <SpaceBetween size="m">
      <Alert type="info" header={headers[change.kind]}>
        {change.why}
      </Alert>
      <Alert type="warning" header="Look out for">
        <ul>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </Alert>
      <Box>
        <Box variant="h3">Secret material that remains</Box>
        {remaining.length === 0 ? (
          'None.'
        ) : (
          <ul>
            {remaining.map(({ name, why }) => (
              <li key={name}>
                <b>{name}.</b> {why}
              </li>
            ))}
          </ul>
        )}
      </Box>
      {files.map(({ name, note, content, language }, index) => (
        <ExpandableSection key={name} headerText={name} headingTagOverride="h3" defaultExpanded={index === 0}>
          <SpaceBetween size="xs">
            <Box color="text-body-secondary">{note}</Box>
            <CopyButton what={name} text={content} />
            <CodeBlock
              label={name}
              text={content}
              comment={language === 'go' || language === 'java' || language === 'javascript' ? '//' : '#'}
            />
          </SpaceBetween>
        </ExpandableSection>
      ))}
      <ContainerWays ways={ways} />
    </SpaceBetween>
  );
}
