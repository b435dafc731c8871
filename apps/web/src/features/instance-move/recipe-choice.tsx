import RadioGroup from '@cloudscape-design/components/radio-group';
import { Section } from '../../ui/section.tsx';
import type { MoveModuleProps } from './instance-move.tsx';

/** What the group launches from afterwards (D9, D-71, D-73). */
export function RecipeChoice({ workload: { ec2 }, draft, setDraft }: Pick<MoveModuleProps, 'workload' | 'draft' | 'setDraft'>) {
  const configuration = ec2?.launchConfigurationName ?? null;
  const hasTemplate = configuration === null;
  const isMixed = ec2?.mixedInstancesPolicy != null;
  return (
    <Section title="What the group launches from" description={fromNow(ec2)}>
      <RadioGroup
        ariaLabel="What the group launches from afterwards"
        value={draft.recipe === 'asg-launch-template' && draft.launchTemplate === 'own' && hasTemplate ? 'own' : draft.recipe}
        onChange={({ detail: { value } }) =>
          setDraft({
            ...draft,
            recipe: value === 'asg-launch-configuration' ? value : 'asg-launch-template',
            launchTemplate: value === 'own' ? value : 'version',
          })
        }
        items={[
          {
            value: 'asg-launch-template',
            label: hasTemplate
              ? `A new version of ${isMixed ? 'each of its launch templates' : 'its launch template'}`
              : 'A launch template (recommended)',
            description: hasTemplate
              ? 'By its number, so that nothing else that is made of the template reaches the group. The versions that are there stay.'
              : 'Version 1 launches just what the launch configuration launches, so that a roll-back has somewhere to go; version 2 has the instance profile, and not the key. AWS can bring a roll-out between the two back by itself.',
          },
          ...(hasTemplate
            ? [
                {
                  value: 'own',
                  label: isMixed ? 'Launch templates of its own' : 'A launch template of its own',
                  description:
                    'Where others launch from the template too: a new version would reach whoever follows $Latest or $Default. Version 1 is a copy of what the group launches now, version 2 has the instance profile, and not the key. The template that is there is not touched.',
                },
              ]
            : []),
          {
            value: 'asg-launch-configuration',
            label: 'A copy of its launch configuration',
            description:
              'Launch configurations cannot be changed, are deprecated, and newer accounts cannot create any: whether this one can is known only once it is tried. AWS cannot bring such a roll-out back: undoing it is a second one.',
            disabled: hasTemplate,
          },
        ]}
      />
    </Section>
  );
}

function fromNow(ec2: MoveModuleProps['workload']['ec2']): string {
  if (ec2?.mixedInstancesPolicy)
    return 'Now: a mixed instances policy. Its launch templates are moved inside of it, and all else in the policy stays as it is.';
  if (ec2?.launchConfigurationName) return `Now: the launch configuration ${ec2.launchConfigurationName}.`;
  const template = ec2?.launchTemplate;
  if (!template) return 'What it launches from now was not read; making the plan reads it.';
  const follows = template.version.startsWith('$') ? `, which is version ${template.resolved ?? 'not known'} now` : '';
  return `Now: version ${template.version} of the launch template ${template.name}${follows}.`;
}
