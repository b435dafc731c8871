import Box from '@cloudscape-design/components/box';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Diff } from '@rolewright/shared/plan/step.ts';
import { useState } from 'react';

const signs = { added: '+', removed: '−', changed: '~', same: ' ', folded: '' } as const;
const words = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

/** What a step changes: the facts in words, or the whole document with unchanged parts folded. Masked values are masked already. */
export function DiffView({ diff }: { diff: Diff }) {
  const [view, setView] = useState('summary');
  return (
    <SpaceBetween size="xs">
      <SegmentedControl
        label="View of the difference"
        selectedId={view}
        onChange={({ detail }) => setView(detail.selectedId)}
        options={[
          { id: 'summary', text: 'Summary' },
          { id: 'document', text: 'Document' },
        ]}
      />
      {view === 'summary' ? <Summary diff={diff} /> : <Lines diff={diff} />}
    </SpaceBetween>
  );
}

function Summary({ diff }: { diff: Diff }) {
  return (
    <table className="diff mono" aria-label={`Changes of ${diff.title}`}>
      <tbody>
        {diff.summary.map((fact) => (
          <tr key={`${fact.kind}${fact.path}${fact.text}`} className={fact.kind}>
            <td className="sign">{signs[fact.kind]}</td>
            <td>
              <span className="visually">{words[fact.kind]} </span>
              {fact.path}: {fact.text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lines({ diff }: { diff: Diff }) {
  return (
    <>
      <Box variant="awsui-key-label">{diff.title}</Box>
      <table className="diff mono" aria-label={`Document of ${diff.title}`}>
        <tbody>
          {diff.lines.map((line, index) => (
            <tr key={index} className={line.kind}>
              <td className="number">{line.before ?? ''}</td>
              <td className="number">{line.after ?? ''}</td>
              <td className="sign">{signs[line.kind]}</td>
              <td>{line.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
