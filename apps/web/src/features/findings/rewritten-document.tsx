import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ShownLine } from '@rolewright/shared/user-data/contract.ts';
import { documentDiff } from '@rolewright/shared/user-data/document-diff.ts';
import { unpack } from '@rolewright/shared/user-data/unpack.ts';
import { useMemo } from 'react';
import { DocumentDiff } from '../../ui/document-diff.tsx';
import type { InspectedFile } from './inspected-file.ts';

interface RewrittenDocumentProps {
  file: InspectedFile;
  rewritten: Uint8Array;
  before: readonly ShownLine[];
  after: readonly ShownLine[];
}

/** The exact difference that the rewriting makes, of the documents as they are unpacked. */
export function RewrittenDocument({ file, rewritten, before, after }: RewrittenDocumentProps) {
  const lines = useMemo(() => documentDiff(unpack(file.bytes, file.kind).text, unpack(rewritten, file.kind).text), [file, rewritten]);
  return (
    <Container
      header={
        <Header variant="h2" description="To the last character, line endings included; secrets are masked.">
          What changes
        </Header>
      }
    >
      <DocumentDiff label="Changes of the rewritten document" lines={lines} before={before} after={after} />
    </Container>
  );
}
