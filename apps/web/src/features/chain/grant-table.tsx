import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Table from '@cloudscape-design/components/table';
import type { GrantLine } from '@rolewright/shared/proof/reach-answer.ts';

interface Props {
  title: string;
  description: string;
  grants: readonly GrantLine[];
}

const left: Record<GrantLine['left'], string> = { all: 'all of it', part: 'a part', none: 'nothing' };

/** Lines of policies, the widest first, with what a permissions boundary and denies leave of each. */
export function GrantTable({ title, description, grants }: Props) {
  return (
    <ExpandableSection
      variant="container"
      headerText={title}
      headerCounter={`(${grants.length})`}
      headerDescription={description}
      defaultExpanded={grants.length <= 3}
    >
      <Table<GrantLine>
        items={grants}
        variant="embedded"
        wrapLines
        ariaLabels={{ tableLabel: title }}
        empty="Nothing."
        columnDefinitions={[
          { id: 'action', header: 'Action', cell: ({ action }) => <span className="mono">{action}</span>, isRowHeader: true, width: '20%' },
          { id: 'resource', header: 'Resource', cell: ({ resource }) => <span className="mono">{resource}</span>, width: '34%' },
          { id: 'condition', header: 'Condition', cell: ({ condition }) => condition ?? 'none' },
          { id: 'policy', header: 'Policy', cell: ({ policy }) => policy },
          {
            id: 'left',
            header: 'Left of it',
            cell: ({ left: share, why }) => (why === null ? left[share] : `${left[share]}: ${why}`),
          },
        ]}
      />
    </ExpandableSection>
  );
}
