import Table from '@cloudscape-design/components/table';
import type { JournalEntry } from '@rolewright/shared/apply/run.ts';
import { When } from '../../ui/when.tsx';

/** Every line that was written before and after each call. */
export function Journal({ entries }: { entries: JournalEntry[] }) {
  return (
    <Table<JournalEntry>
      variant="embedded"
      items={entries}
      trackBy={(entry) => String(entry.seq)}
      wrapLines
      ariaLabels={{ tableLabel: 'Journal' }}
      columnDefinitions={[
        { id: 'seq', header: '#', cell: (entry) => entry.seq, width: 60 },
        { id: 'at', header: 'When', cell: (entry) => <When at={entry.at} />, width: 130 },
        { id: 'event', header: 'Event', isRowHeader: true, cell: (entry) => entry.event, width: 130 },
        { id: 'call', header: 'Call', cell: (entry) => <span className="mono">{entry.call ?? '—'}</span> },
        { id: 'message', header: 'What', cell: (entry) => <span className="wrap-anywhere">{entry.message}</span> },
        { id: 'request', header: 'AWS request', cell: (entry) => <span className="mono wrap-anywhere">{entry.awsRequestId ?? '—'}</span> },
      ]}
    />
  );
}
