import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DocumentFinding } from '@rolewright/shared/user-data/contract.ts';
import { MaskedKey } from './masked-key.tsx';

interface DocumentFindingsProps {
  label: string;
  findings: readonly DocumentFinding[];
  onLine: (line: number) => void;
}

/** Findings of a document in the order of its lines; each line is a button that goes there. */
export function DocumentFindings({ label, findings, onLine }: DocumentFindingsProps) {
  return (
    <ol className="findings" aria-label={label}>
      {findings.map(({ line, variable, keyId, why }, index) => (
        <li className="finding" key={`${line}${variable}${index}`}>
          <SpaceBetween size="xxs">
            <SpaceBetween size="xs" direction="horizontal" alignItems="center">
              <Button variant="inline-link" onClick={() => onLine(line)} ariaLabel={`Show line ${line}`}>
                Line {line}
              </Button>
              {variable !== null && <span className="mono wrap-anywhere">{variable}</span>}
              {keyId !== null && (
                <Box color="text-body-secondary">
                  key <MaskedKey keyId={keyId} />
                </Box>
              )}
            </SpaceBetween>
            <Box color="text-body-secondary">
              <span className="wrap-anywhere">{why}</span>
            </Box>
          </SpaceBetween>
        </li>
      ))}
    </ol>
  );
}
