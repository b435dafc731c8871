import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import LiveRegion from '@cloudscape-design/components/live-region';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Callers } from '@rolewright/shared/proof/scaling.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api, withQuery } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const kinds = [
  { value: 'role', label: 'Roles' },
  { value: 'user', label: 'Users' },
];

/** Picks scanned roles or users by path, tag and name, and hands over their ARNs. */
export function CallerPicker({ onPick }: { onPick: (arns: string[]) => void }) {
  const [fields, setFields] = useState({ kind: 'role', path: '', tag: '', q: '' });
  const find = useMutation({ mutationFn: () => api<Callers>('GET', withQuery('/api/proof/callers', fields)) });
  // What was found was found by the fields as they were.
  const set = (change: Partial<typeof fields>) => {
    setFields({ ...fields, ...change });
    find.reset();
  };
  const problems = find.error instanceof ApiError ? (find.error.problem.fields ?? []) : [];
  const input = (name: 'path' | 'tag' | 'q', label: string, placeholder: string) => (
    <FormField label={label} errorText={problems.find(({ field }) => field === name)?.message}>
      <Input
        value={fields[name]}
        placeholder={placeholder}
        onChange={({ detail }) => set({ [name]: detail.value.trim() })}
        onKeyDown={({ detail }) => detail.key === 'Enter' && find.mutate()}
      />
    </FormField>
  );
  const found = find.data;
  return (
    <ExpandableSection headerText="Pick from the scanned users and roles">
      <SpaceBetween size="s">
        <Grid gridDefinition={Array.from({ length: 4 }, () => ({ colspan: { default: 12, xs: 3 } }))}>
          <FormField label="Kind">
            <Select
              selectedOption={kinds.find(({ value }) => value === fields.kind) ?? null}
              options={kinds}
              onChange={({ detail }) => set({ kind: detail.selectedOption.value ?? 'role' })}
            />
          </FormField>
          {input('path', 'Under the path', '/jobs/')}
          {input('tag', 'With the tag', 'team=build')}
          {input('q', 'Name holds', 'job-')}
        </Grid>
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={() => find.mutate()} loading={find.isPending} loadingText="Looking">
            Find
          </Button>
          {found && found.items.length > 0 && (
            <Button onClick={() => onPick(found.items)}>Add {count(found.items.length, 'caller')}</Button>
          )}
        </SpaceBetween>
        {find.error && problems.length === 0 && <ProblemAlert error={find.error} onRetry={() => find.mutate()} />}
        {found && (
          <LiveRegion>
            {found.total === 0 ? 'No scanned one matches.' : `${count(found.total, fields.kind)} found`}
            {found.total > found.items.length && `, of which the first ${found.items.length.toLocaleString('en')} can be added`}
          </LiveRegion>
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
}
