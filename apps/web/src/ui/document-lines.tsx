import type { ShownLine } from '@rolewright/shared/user-data/contract.ts';
import { useEffect, useRef } from 'react';

interface DocumentLinesProps {
  label: string;
  lines: readonly ShownLine[];
  /** From 1: brought into view, and marked. */
  selected?: number | undefined;
}

const signs = { key: 'Key', masked: 'Masked', none: '' } as const;
/** Around each marked line of a long document. */
const around = 20;
const longest = 1_500;

/** A document by line, with numbers; lines with a key are marked, what else is secret is masked already. Long stretches of a long one are folded. */
export function DocumentLines({ label, lines, selected }: DocumentLinesProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (selected !== undefined) row.current?.scrollIntoView({ block: 'center' });
  }, [selected]);
  const shown = numbersToShow(lines, selected);
  return (
    // The region scrolls, so it must take the focus.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard only so
    <section className="document-lines mono" aria-label={label} tabIndex={0}>
      <table>
        <tbody>
          {shown.map((number, index) => (
            <Line
              key={number}
              number={number}
              line={lines[number - 1]}
              skipped={number - (shown[index - 1] ?? 0) - 1}
              isSelected={number === selected}
              row={row}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface LineProps {
  number: number;
  line: ShownLine | undefined;
  skipped: number;
  isSelected: boolean;
  row: React.RefObject<HTMLTableRowElement | null>;
}

function Line({ number, line, skipped, isSelected, row }: LineProps) {
  if (line === undefined) return null;
  return (
    <>
      {skipped > 0 && (
        <tr className="folded-lines">
          <td className="line-number" />
          <td className="line-sign" />
          <td>{skipped.toLocaleString('en')} lines without a finding</td>
        </tr>
      )}
      <tr ref={isSelected ? row : undefined} className={`${line.mark}-line${isSelected ? ' selected-line' : ''}`}>
        <td className="line-number">{number}</td>
        <td className="line-sign">{signs[line.mark]}</td>
        <td>{line.text}</td>
      </tr>
    </>
  );
}

function numbersToShow(lines: readonly ShownLine[], selected: number | undefined): number[] {
  const all = lines.map((_, index) => index + 1);
  if (lines.length <= longest) return all;
  const centres = all.filter((number) => lines[number - 1]?.mark === 'key' || number === selected || number === 1).slice(0, 50);
  return all.filter((number) => centres.some((centre) => Math.abs(centre - number) <= around));
}
