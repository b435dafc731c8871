import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { DocumentFinding } from '@rolewright/shared/user-data/contract.ts';
import { type ReactNode, useRef } from 'react';
import { DocumentFindings } from './document-findings.tsx';
import { showLine } from './show-line.ts';

interface DocumentEditorProps {
  label: string;
  description?: ReactNode;
  text: string;
  onChange: (text: string) => void;
  /** Of the text as it stands, or as it stood a moment ago. */
  findings: readonly DocumentFinding[];
  rows?: number;
}

/** A document edited in place; each finding leads to its line. Line endings of Windows must be put back by the caller: a text field has none. */
export function DocumentEditor({ label, description, text, onChange, findings, rows = 18 }: DocumentEditorProps) {
  const area = useRef<HTMLDivElement>(null);
  return (
    <SpaceBetween size="s">
      <div ref={area} className="code">
        <FormField label={label} description={description} stretch>
          <Textarea
            value={text}
            onChange={({ detail }) => onChange(detail.value)}
            rows={rows}
            spellcheck={false}
            autoComplete={false}
            disableBrowserAutocorrect
          />
        </FormField>
      </div>
      {findings.length > 0 && (
        <DocumentFindings label="Findings of the edited text" findings={findings} onLine={(line) => showLine(area.current, line)} />
      )}
    </SpaceBetween>
  );
}
