import Grid from '@cloudscape-design/components/grid';
import Tabs from '@cloudscape-design/components/tabs';
import type { DeliveryAnswer } from '@rolewright/shared/export/delivery.ts';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, api } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { DeliveryForm } from './delivery-form.tsx';
import { bodyOf, fieldsOf, marathonOf } from './delivery-input.ts';
import { FileList } from './file-list.tsx';
import { ScalingPanel } from './scaling-panel.tsx';

/** What an application needs to walk a chain of roles, and how its trust grows with the callers. */
export function DeliveryPage() {
  const search = useSearch({ from: '/inside/chains/delivery' });
  const navigate = useNavigate();
  const { kind, caller, region, role } = search;
  // Another chain is another form; from tab to tab what was typed stays.
  const chain = JSON.stringify([kind, caller, region, role]);
  const kept = { contentRenderStrategy: 'lazy' as const };
  const tabs = [
    { id: 'files', label: 'For the application', content: <Files key={chain} />, ...kept },
    { id: 'callers', label: 'Many callers', content: <ScalingPanel key={chain} role={role?.split(',').at(-1) ?? ''} />, ...kept },
  ];
  return (
    <Page title="Hand a chain over" description="Files for one application, or one trust policy for many. Nothing is changed in AWS.">
      <Tabs
        ariaLabel="What to hand over"
        tabs={tabs}
        activeTabId={search.tab ?? 'files'}
        onChange={({ detail }) => void navigate({ to: '/chains/delivery', search: { ...search, tab: detail.activeTabId } })}
      />
    </Page>
  );
}

function Files() {
  const [fields, set] = useState(fieldsOf(useSearch({ from: '/inside/chains/delivery' })));
  const make = useMutation({ mutationFn: () => api<DeliveryAnswer>('POST', '/api/export/delivery', bodyOf(fields)) });
  const problems = make.error instanceof ApiError ? (make.error.problem.fields ?? []) : [];
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 5 } }, { colspan: { default: 12, s: 7 } }]}>
      <DeliveryForm
        fields={fields}
        set={set}
        errorOf={(name) => problems.find(({ field }) => field === name)?.message}
        marathonError={
          problems.filter(({ field }) => field.startsWith('marathonApp')).map(({ field, message }) => `${field} ${message}`)[0]
        }
        onSubmit={() => marathonOf(fields).problem === undefined && make.mutate()}
        busy={make.isPending}
      />
      <div>
        {make.error && <ProblemAlert error={make.error} />}
        {make.data ? (
          <FileList answer={make.data} />
        ) : (
          make.error === null && (
            <Empty title="No files yet">Name the roles of the chain on the left, in the order in which they are assumed.</Empty>
          )
        )}
      </div>
    </Grid>
  );
}
