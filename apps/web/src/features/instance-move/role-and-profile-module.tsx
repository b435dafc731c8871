import Button from '@cloudscape-design/components/button';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../chain/chain-fields.tsx';
import { RoleField } from '../chain/role-field.tsx';
import { StepPanes } from '../migration/step-panes.tsx';
import { ExistingRole } from './existing-role.tsx';
import type { MoveModuleProps } from './instance-move.tsx';
import { ProfileChoice } from './profile-choice.tsx';

/** Which role the programs act as, and the instance profile that hands it to the instance: EC2 takes a profile, never a role. */
export function RoleAndProfileModule({ workload, plan, draft, setDraft, errorOf, open }: MoveModuleProps) {
  const steps = plan?.steps.filter(({ kind }) => kind === 'create-role' || kind === 'create-instance-profile') ?? [];
  const isGroup = workload.kind === 'auto-scaling-group';
  return (
    <SpaceBetween size="l">
      <Section
        title="Role"
        description="EC2 assumes it for the instance, and every program and container there may have its credentials. A name that says what it is for is found again."
      >
        <RadioGroup
          ariaLabel="Which role"
          value={draft.kind}
          onChange={({ detail }) => setDraft({ ...draft, kind: detail.value === 'existing' ? 'existing' : 'create' })}
          items={[
            { value: 'create', label: 'Create a role', description: `For ${isGroup ? 'this group' : 'this instance'} alone` },
            {
              value: 'existing',
              label: 'Use a role that exists',
              description: workload.ec2?.roleArn
                ? 'The one it has today is chosen: agents and programs may use it, so that it is extended and not replaced'
                : 'It gets what it lacks; whoever has it already gets that too',
            },
          ]}
        />
        {draft.kind === 'create' ? (
          <SpaceBetween size="s">
            <TextField
              label="Role name"
              value={draft.name}
              // The profile is called like its role, as IAM's console does it, until somebody calls it otherwise.
              onChange={(name) => setDraft({ ...draft, name, ...(draft.profileName === draft.name ? { profileName: name } : {}) })}
              error={errorOf('inputs.role.create.name')}
            />
            <TextField
              label="Path"
              description="Where your rules scope permissions by path"
              value={draft.path}
              onChange={(path) => setDraft({ ...draft, path })}
              error={errorOf('inputs.role.create.path')}
            />
          </SpaceBetween>
        ) : (
          <SpaceBetween size="s">
            <RoleField
              label="ARN of the role"
              account={workload.accountId}
              value={draft.arn}
              onChange={(arn) => setDraft({ ...draft, arn })}
              error={errorOf('inputs.role')}
            />
            <ExistingRole arn={draft.arn} workloadId={workload.id} />
          </SpaceBetween>
        )}
      </Section>
      <ProfileChoice workload={workload} draft={draft} setDraft={setDraft} errorOf={errorOf} />
      <Button variant="primary" onClick={() => open('permissions')}>
        Go on to permissions
      </Button>
      {steps.length > 0 && (
        <Section title="What will be created" description="As in the plan that was made last">
          {steps.map((step) => (
            <StepPanes key={step.id} step={step} />
          ))}
        </Section>
      )}
    </SpaceBetween>
  );
}
