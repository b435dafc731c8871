import type { DiffLine } from '@rolewright/shared/diff/line-diff.ts';
import type { ShownLine } from '@rolewright/shared/user-data/contract.ts';

interface DocumentDiffProps {
  label: string;
  /** null: too much differs to be compared. */
  lines: DiffLine[] | null;
  /** What may be shown of the lines before and after. */
  before: readonly ShownLine[];
  after: readonly ShownLine[];
}

const signs = { added: '+', removed: '−', same: ' ', folded: '' } as const;
const words = { added: 'Added', removed: 'Removed', same: '', folded: '' } as const;

/** The exact difference of two documents, with what is secret in either masked. */
export function DocumentDiff({ label, lines, before, after }: DocumentDiffProps) {
  if (lines === null) return <p>More lines differ than are compared here. Compare the files.</p>;
  if (lines.every(({ kind }) => kind === 'same' || kind === 'folded')) return <p>Nothing differs.</p>;
  return (
    <table className="diff mono" aria-label={label}>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index} className={line.kind}>
            <td className="number">{line.before ?? ''}</td>
            <td className="number">{line.after ?? ''}</td>
            <td className="sign">
              {words[line.kind] !== '' && (
                <span role="img" aria-label={words[line.kind]}>
                  {signs[line.kind]}
                </span>
              )}
            </td>
            <td>{textOf(line, before, after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Never the line's own text, which holds what the masked ones hide; while the after is not known yet, nothing of it is shown. */
function textOf(line: DiffLine, before: readonly ShownLine[], after: readonly ShownLine[]): string {
  if (line.kind === 'folded') return line.text;
  const shown = line.before !== null ? before[line.before - 1] : after[(line.after ?? 0) - 1];
  return shown?.text ?? '';
}
