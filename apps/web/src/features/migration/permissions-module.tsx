import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import Textarea from '@cloudscape-design/components/textarea';
import type { PermissionRow } from '@rolewright/shared/proof/check.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { inputsOf } from './inputs.ts';
import type { ModuleProps } from './migration-page.tsx';

/** What the key's user may do, against what the role will get; lost and new ones stand out. */
export function PermissionsModule({ plan, draft, setDraft, makePlan, making, makeError }: ModuleProps) {
  const checked = inputsOf(draft);
  const problem = 'problem' in checked ? checked.problem : undefined;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="Carrying over changes nothing about what the workload may do; tighten it afterwards, when it is proven."
          >
            Permissions
          </Header>
        }
      >
        <SpaceBetween size="m">
          {makeError && <ProblemAlert error={makeError} />}
          <RadioGroup
            ariaLabel="Where the permissions come from"
            value={draft.permissions}
            onChange={({ detail }) => setDraft({ ...draft, permissions: detail.value === 'document' ? 'document' : 'carry-over' })}
            items={[
              {
                value: 'carry-over',
                label: 'Carry over what the key’s user may do',
                description: 'Attached policies by ARN, inline and group policies as copies, its boundary too',
              },
              { value: 'document', label: 'Give a policy of your own', description: 'The way out where the user may do too much' },
            ]}
          />
          {draft.permissions === 'document' && (
            <FormField label="Policy document" errorText={problem} stretch>
              <Textarea
                rows={14}
                value={draft.document}
                onChange={({ detail }) => setDraft({ ...draft, document: detail.value })}
                spellcheck={false}
              />
            </FormField>
          )}
          <Button
            variant="primary"
            onClick={makePlan}
            loading={making}
            loadingText="Reading AWS and checking"
            disabled={problem !== undefined}
          >
            {plan ? 'Make the plan anew' : 'Make the plan'}
          </Button>
        </SpaceBetween>
      </Container>
      {plan && <Comparison rows={plan.permissions} />}
    </SpaceBetween>
  );
}

const changes: Record<PermissionRow['change'], ['green' | 'red' | 'blue' | 'grey', string]> = {
  kept: ['green', 'kept'],
  converted: ['blue', 'converted'],
  lost: ['red', 'lost'],
  gained: ['red', 'new'],
  blocked: ['red', 'never carried over'],
  unknown: ['grey', 'unknown'],
};

function Comparison({ rows }: { rows: PermissionRow[] }) {
  return (
    <Table<PermissionRow>
      items={rows}
      trackBy={(row) => `${row.source}|${row.action}|${row.resource}|${row.condition ?? ''}|${row.role}`}
      wrapLines
      header={
        <Header variant="h2" counter={`(${rows.length})`} description="As in the plan that was made last">
          User against role
        </Header>
      }
      ariaLabels={{ tableLabel: 'What the user may do against what the role will get' }}
      empty={<Box textAlign="center">There is nothing to compare: no user’s policies could be read.</Box>}
      columnDefinitions={[
        {
          id: 'change',
          header: 'Change',
          cell: (row) => <Badge color={changes[row.change][0]}>{changes[row.change][1]}</Badge>,
          width: 130,
        },
        { id: 'action', header: 'Action', isRowHeader: true, cell: (row) => <span className="mono wrap-anywhere">{row.action}</span> },
        { id: 'resource', header: 'Resource', cell: (row) => <span className="mono wrap-anywhere">{row.resource}</span> },
        { id: 'condition', header: 'Condition', cell: (row) => <span className="mono wrap-anywhere">{row.condition ?? '—'}</span> },
        { id: 'user', header: 'User', cell: (row) => (row.user ? 'allowed' : '—'), width: 90 },
        { id: 'role', header: 'Role', cell: (row) => (row.role ? 'will be allowed' : '—'), width: 120 },
        { id: 'source', header: 'From', cell: (row) => row.source },
        { id: 'why', header: 'Why', cell: (row) => row.why ?? '—' },
      ]}
    />
  );
}
