import '../../lib/zod-without-eval.ts';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { roleInput } from '@rolewright/shared/plan/role-input.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { Section } from '../../ui/section.tsx';
import { type Draft, inputsOf, strippable } from './inputs.ts';
import type { ModuleProps } from './migration-page.tsx';
import { StepPanes } from './step-panes.tsx';

/** Which role the tasks act as: a new one, or one that exists. */
export function RoleModule({ workload, plan, draft, setDraft, open }: ModuleProps) {
  const checked = inputsOf({ ...draft, permissions: 'carry-over' });
  const parsed = 'inputs' in checked ? roleInput.safeParse(checked.inputs.role) : null;
  const error =
    parsed?.success === false
      ? 'A role name is 1 to 64 characters of A-Z a-z 0-9 _ + = , . @ -; a path begins and ends with /.'
      : undefined;
  const step = plan?.steps.find((one) => one.kind === 'create-role');
  return (
    <SpaceBetween size="l">
      <Section
        title="Role"
        description="Only Amazon ECS may assume it, and only for tasks of this account and Region. There is one task role per task definition."
      >
        {workload.taskRoleArn && (
          <Alert type="info">
            A task role is set already: <RoleLink arn={workload.taskRoleArn}>{workload.taskRoleArn}</RoleLink>. It is kept, and gets what it
            lacks: replacing it could take away what the application uses it for.
          </Alert>
        )}
        <RadioGroup
          ariaLabel="Which role"
          value={draft.kind}
          onChange={({ detail }) => setDraft({ ...draft, kind: detail.value === 'existing' ? 'existing' : 'create' })}
          items={[
            { value: 'create', label: 'Create a role' },
            { value: 'existing', label: 'Use a role that exists' },
          ]}
        />
        {draft.kind === 'create' ? (
          <SpaceBetween size="s">
            <FormField label="Role name" errorText={error}>
              <Input value={draft.name} onChange={({ detail }) => setDraft({ ...draft, name: detail.value })} />
            </FormField>
            <FormField label="Path" description="Where your rules scope permissions by path">
              <Input value={draft.path} onChange={({ detail }) => setDraft({ ...draft, path: detail.value })} />
            </FormField>
          </SpaceBetween>
        ) : (
          <FormField label="ARN of the role" errorText={draft.arn.startsWith('arn:') ? undefined : 'An ARN begins with arn:'}>
            <Input value={draft.arn} onChange={({ detail }) => setDraft({ ...draft, arn: detail.value })} />
          </FormField>
        )}
        <ContainerChoice all={strippable(workload)} draft={draft} setDraft={setDraft} />
        <Button variant="primary" onClick={() => open('permissions')} disabled={error !== undefined || draft.containers?.length === 0}>
          Go on to permissions
        </Button>
      </Section>
      {step && (
        <Section title="What will be created" description="As in the plan that was made last">
          <StepPanes step={step} />
        </Section>
      )}
    </SpaceBetween>
  );
}

/** Which containers lose their variables; there is something to choose only where several have them. */
function ContainerChoice({ all, draft, setDraft }: { all: string[]; draft: Draft; setDraft: (draft: Draft) => void }) {
  if (all.length < 2) return null;
  const chosen = draft.containers ?? all;
  const choose = (name: string, checked: boolean) => {
    const containers = all.filter((one) => (one === name ? checked : chosen.includes(one)));
    setDraft({ ...draft, containers: containers.length === all.length ? null : containers });
  };
  return (
    <FormField
      label="Containers that lose their credential variables"
      description="The role is for all of them. A container that keeps its variables goes on with the key, and the move is not proven."
      errorText={chosen.length === 0 ? 'Choose at least one container.' : undefined}
    >
      {all.map((name) => (
        <Checkbox key={name} checked={chosen.includes(name)} onChange={({ detail }) => choose(name, detail.checked)}>
          {name}
        </Checkbox>
      ))}
    </FormField>
  );
}
