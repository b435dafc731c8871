import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import type { Draft } from './inputs.ts';
import { strippable } from './inputs.ts';
import type { ModuleProps } from './migration-page.tsx';

/** Which containers lose their credential variables; asked only where more than one carries some. */
export function ContainersField({ workload, draft, setDraft }: Pick<ModuleProps, 'workload' | 'draft' | 'setDraft'>) {
  const names = strippable(workload);
  if (names.length < 2) return null;
  const choose = (name: string, checked: boolean): Draft => ({
    ...draft,
    containers: names.filter((one) => (one === name ? checked : draft.containers.includes(one))),
  });
  return (
    <FormField
      label="Containers whose credential variables are removed"
      description="A container that is left out keeps its key, and the workload keeps the state “Static keys”."
      errorText={draft.containers.length === 0 ? 'Choose at least one container.' : undefined}
    >
      {names.map((name) => (
        <Checkbox key={name} checked={draft.containers.includes(name)} onChange={({ detail }) => setDraft(choose(name, detail.checked))}>
          {name}
        </Checkbox>
      ))}
    </FormField>
  );
}
