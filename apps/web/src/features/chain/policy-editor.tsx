import FormField from '@cloudscape-design/components/form-field';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { type LintFinding, lintPolicy } from '@rolewright/shared/iam/lint.ts';
import { policyProblems } from '@rolewright/shared/iam/policy-grammar.ts';
import { TextField } from './chain-fields.tsx';

interface Props {
  value: string;
  onChange: (document: string) => void;
  /** Why a document that is blocked as too wide is wanted. */
  why: string;
  onWhy: (why: string) => void;
  error: string | undefined;
  whyError: string | undefined;
}

/** A policy as one types it, with what AWS would refuse and what is dangerous about it beneath (D-55). */
export function PolicyEditor({ value, onChange, why, onWhy, error, whyError }: Props) {
  const { problem, findings } = judged(value);
  const blocks = findings.some((finding) => finding.severity === 'block');
  return (
    <SpaceBetween size="s">
      <FormField
        label="Policy document"
        description="Leave it empty for a role in the middle of a chain: it then may only assume the next one."
        errorText={error ?? problem}
        stretch
      >
        <Textarea rows={14} value={value} onChange={({ detail }) => onChange(detail.value)} spellcheck={false} />
      </FormField>
      <LiveRegion>
        {findings.map((finding) => (
          <div key={`${finding.code} ${finding.statement}`}>
            <StatusIndicator type={finding.severity === 'block' ? 'error' : 'warning'}>
              {finding.statement === null ? '' : `Statement ${finding.statement}: `}
              {finding.message}. {finding.fix}.
            </StatusIndicator>
          </div>
        ))}
        {value.trim() !== '' && problem === undefined && findings.length === 0 && (
          <StatusIndicator type="success">Nothing dangerous was found in it</StatusIndicator>
        )}
      </LiveRegion>
      {blocks && (
        <TextField
          label="Why so much is needed"
          description="Kept with the plan and in the activity; the change is blocked without it."
          value={why}
          onChange={onWhy}
          error={whyError}
        />
      )}
    </SpaceBetween>
  );
}

function judged(text: string): { problem?: string; findings: LintFinding[] } {
  if (text.trim() === '') return { findings: [] };
  const [problem] = policyProblems(text, 'inline');
  return problem === undefined ? { findings: lintPolicy(JSON.parse(text), 'identity') } : { problem, findings: [] };
}
