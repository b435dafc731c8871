import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { Section } from '../../ui/section.tsx';
import { useObservedUse } from './get-observed-use.ts';
import { type PermissionDraft, permissionsOf } from './inputs.ts';
import { MakePlan, type Making } from './make-plan.tsx';
import { PermissionChoice } from './permission-choice.tsx';
import { PermissionComparison } from './permission-comparison.tsx';

interface Props<D extends PermissionDraft> extends Making {
  workload: WorkloadDetail;
  plan: Plan | null;
  draft: D;
  setDraft: (draft: D) => void;
  /** What the API said of the document. */
  refused?: string | undefined;
  /** Nothing at all may be chosen too: the role only assumes another one. */
  offersNone?: boolean;
  /** The next module, where the plan is made later. */
  next?: (() => void) | undefined;
}

/** Where the role's permissions come from, and what they are against what the key's user may do and was seen doing. */
export function PermissionsModule<D extends PermissionDraft>({
  workload,
  plan,
  draft,
  setDraft,
  refused,
  offersNone = false,
  next,
  ...make
}: Props<D>) {
  const observed = useObservedUse(workload.id);
  const given = permissionsOf(draft);
  const problem = 'problem' in given ? given.problem : refused;
  return (
    <SpaceBetween size="l">
      <Section
        title="Permissions"
        description="Carrying over changes nothing about what the workload may do; tighten it afterwards, when it is proven."
      >
        <PermissionChoice
          draft={draft}
          setDraft={(change) => setDraft({ ...draft, ...change })}
          observed={observed}
          offersNone={offersNone}
        />
        {draft.permissions !== 'carry-over' && draft.permissions !== 'none' && (
          <FormField label="Policy document" errorText={problem} stretch>
            <Textarea
              rows={14}
              value={draft.document}
              onChange={({ detail }) => setDraft({ ...draft, permissions: 'document', document: detail.value })}
              spellcheck={false}
            />
          </FormField>
        )}
        {next ? (
          <Button variant="primary" onClick={next}>
            Go on
          </Button>
        ) : (
          <MakePlan {...make} again={plan !== null} />
        )}
      </Section>
      {plan && <PermissionComparison rows={plan.permissions} observed={observed} />}
    </SpaceBetween>
  );
}
