import Grid from '@cloudscape-design/components/grid';
import type { DiagnoseRequest, Diagnosis } from '@rolewright/shared/proof/diagnosis.ts';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, api } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type CallFields, DeniedCallForm } from './denied-call-form.tsx';
import { DiagnosisView } from './diagnosis-view.tsx';

/** "Why was a call denied?": which half is missing, the smallest change that mends it, and what would be then. */
export function DiagnosePage() {
  const search = useSearch({ from: '/inside/diagnose' });
  const [fields, set] = useState<CallFields>({
    by: search.principal === undefined ? 'message' : 'call',
    message: '',
    principalArn: search.principal ?? '',
    action: search.action ?? 'sts:AssumeRole',
    resource: search.resource ?? '',
  });
  const ask = useMutation({ mutationFn: () => api<Diagnosis>('POST', '/api/proof/diagnose', requestOf(fields)) });
  const problems = ask.error instanceof ApiError ? (ask.error.problem.fields ?? []) : [];
  return (
    <Page
      title="Why was a call denied?"
      description="Which half is missing, the smallest change that mends it, and what would be then. Asked of the scanned policies; nothing is changed."
    >
      <Grid gridDefinition={[{ colspan: { default: 12, s: 5 } }, { colspan: { default: 12, s: 7 } }]}>
        <DeniedCallForm
          fields={fields}
          // What was said was said of the call before.
          set={(next) => {
            set(next);
            if (ask.isError) ask.reset();
          }}
          errorOf={(name) => problems.find(({ field }) => field === name)?.message}
          busy={ask.isPending}
          onSubmit={() => ask.mutate()}
        />
        <div>
          {ask.error && problems.length === 0 && <ProblemAlert error={ask.error} />}
          {ask.data && !ask.isPending && !ask.error ? (
            <DiagnosisView diagnosis={ask.data} />
          ) : (
            ask.error === null && (
              <Empty title={ask.isPending ? 'Asking the scanned policies' : 'No call yet'}>
                Paste the message with which AWS denied the call, or name who called what.
              </Empty>
            )
          )}
        </div>
      </Grid>
    </Page>
  );
}

function requestOf({ by, message, principalArn, action, resource }: CallFields): DiagnoseRequest {
  if (by === 'message') return { message };
  return { principalArn: principalArn.trim(), action: action.trim(), resource: resource.trim() };
}
