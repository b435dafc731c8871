import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useObservedUse } from './get-observed-use.ts';
import { inputsOf } from './inputs.ts';
import type { ModuleProps } from './migration-page.tsx';
import { PermissionChoice } from './permission-choice.tsx';
import { PermissionComparison } from './permission-comparison.tsx';

/** Where the role's permissions come from, and what they are against what the key's user may do and was seen doing. */
export function PermissionsModule({ workload, plan, draft, setDraft, makePlan, making, makeError }: ModuleProps) {
  const observed = useObservedUse(workload.id);
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
          <PermissionChoice draft={draft} setDraft={setDraft} observed={observed} />
          {draft.permissions !== 'carry-over' && (
            <FormField label="Policy document" errorText={problem} stretch>
              <Textarea
                rows={14}
                value={draft.document}
                onChange={({ detail }) => setDraft({ ...draft, permissions: 'document', document: detail.value })}
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
      {plan && <PermissionComparison rows={plan.permissions} observed={observed} />}
    </SpaceBetween>
  );
}
