import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { Section } from '../../ui/section.tsx';
import { useObservedUse } from './get-observed-use.ts';
import { inputsOf } from './inputs.ts';
import { MakePlan } from './make-plan.tsx';
import type { ModuleProps } from './migration-page.tsx';
import { PermissionChoice } from './permission-choice.tsx';
import { PermissionComparison } from './permission-comparison.tsx';

/** Where the role's permissions come from, and what they are against what the key's user may do and was seen doing. */
export function PermissionsModule({ workload, plan, draft, setDraft, ...make }: ModuleProps) {
  const observed = useObservedUse(workload.id);
  const checked = inputsOf(draft);
  const problem = 'problem' in checked ? checked.problem : undefined;
  return (
    <SpaceBetween size="l">
      <Section
        title="Permissions"
        description="Carrying over changes nothing about what the workload may do; tighten it afterwards, when it is proven."
      >
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
        <MakePlan {...make} again={plan !== null} />
      </Section>
      {plan && <PermissionComparison rows={plan.permissions} observed={observed} />}
    </SpaceBetween>
  );
}
