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
          minWidth: 90,
        },
        {
          id: 'action',
          header: 'Action and resource',
          isRowHeader: true,
          cell: (row) => (
            <div>
              <span className="mono wrap-anywhere">{row.action}</span>
              <Box color="text-body-secondary" fontSize="body-s">
                <span className="mono wrap-anywhere">{row.resource}</span>
                {row.condition && <div className="wrap-anywhere">if {row.condition}</div>}
              </Box>
            </div>
          ),
          minWidth: 260,
        },
        { id: 'user', header: 'User', cell: (row) => (row.user ? 'allowed' : '—'), minWidth: 80 },
        { id: 'role', header: 'Role', cell: (row) => (row.role ? 'will be allowed' : '—'), minWidth: 90 },
        {
          id: 'source',
          header: 'From',
          cell: (row) => (
            <div>
              <span className="wrap-anywhere">{row.source}</span>
              {row.why && <Box fontSize="body-s">{row.why}</Box>}
            </div>
          ),
          minWidth: 130,
        },
      ]}
    />
  );
}
