import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UserDataDocument } from '@rolewright/shared/inventory/ec2/contract.ts';
import { useState } from 'react';
import { DocumentFindings } from '../../ui/document-findings.tsx';
import { DocumentLines } from '../../ui/document-lines.tsx';
import { Empty } from '../../ui/empty.tsx';
import { titleOfDocument } from './title-of-document.ts';

/** User data as documents by line: what is in use first, old versions after. */
export function UserDataTab({ documents }: { documents: UserDataDocument[] }) {
  if (documents.length === 0) return <Empty title="No user data">Nothing was read of it, or there is nothing it is launched from.</Empty>;
  if (documents.every(({ reading }) => reading === 'absent'))
    return <Empty title="No user data">{documents.map(titleOfDocument).join(', ')}: read at the last scan, and there is none.</Empty>;
  return (
    <SpaceBetween size="m">
      {documents.map((one, index) => (
        <ExpandableSection
          key={`${one.source}${one.id}${one.version}`}
          variant="container"
          defaultExpanded={index === 0}
          headerText={titleOfDocument(one)}
          headerInfo={<Badge color={one.standing !== 'in-use' ? 'grey' : one.holdsKey ? 'red' : 'blue'}>{standingOf(one)}</Badge>}
          headerDescription={verdictOf(one)}
        >
          <Document document={one} />
        </ExpandableSection>
      ))}
    </SpaceBetween>
  );
}

const standings: Record<UserDataDocument['standing'], string> = { 'in-use': 'in use', newest: 'default version', residue: 'residue' };

/** A launch configuration has no versions. */
const standingOf = ({ source, standing }: UserDataDocument): string =>
  source === 'launch-configuration' && standing !== 'in-use' ? 'not in use' : standings[standing];

function verdictOf({ reading, why, holdsKey, verdict, findings }: UserDataDocument): string {
  if (reading === 'absent') return 'It has no user data.';
  if (reading === 'unreadable') return `Not read: ${why}`;
  if (findings.length === 0) return 'No static key in it.';
  const what = holdsKey ? 'It carries a static key' : 'It is not known to be clean';
  return verdict === 'automatic' ? `${what}, which can be taken out automatically.` : `${what}; a person has to edit it.`;
}

function Document({ document }: { document: UserDataDocument }) {
  const [line, setLine] = useState<number>();
  if (document.reading === 'absent') return <Box color="text-body-secondary">Nothing to show.</Box>;
  if (document.reading === 'unreadable')
    return (
      <StatusIndicator type="warning" wrapText>
        {document.why} What it holds is not known.
      </StatusIndicator>
    );
  return (
    <SpaceBetween size="m">
      {document.findings.length > 0 && (
        <DocumentFindings
          label={`Findings in ${titleOfDocument(document)}`}
          findings={document.findings.map(({ advice, ...one }) => ({ ...one, why: advice }))}
          onLine={setLine}
        />
      )}
      <DocumentLines label={titleOfDocument(document)} lines={document.lines} selected={line} />
    </SpaceBetween>
  );
}
