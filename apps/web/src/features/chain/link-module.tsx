import Button from '@cloudscape-design/components/button';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Section } from '../../ui/section.tsx';
import { MakePlan } from '../migration/make-plan.tsx';
import { AccountField, TextField } from './chain-fields.tsx';
import type { ChainModuleProps } from './chain-page.tsx';
import { type LinkDraft, withThirdRole } from './draft.ts';
import { PermissionTemplates } from './permission-templates.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { RoleField } from './role-field.tsx';
import { SessionFields } from './session-fields.tsx';

/** One role that is assumed: which, by whom with what, for how long, and what it may do. */
export function LinkModule({ index, ...props }: ChainModuleProps & { index: number }) {
  const { accounts, draft, setDraft, errorOf, open } = props;
  const link = draft.links[index];
  if (link === undefined) return null;
  const account = accounts.find((one) => one.id === link.accountId);
  const isLast = index === draft.links.length - 1;
  const at = (path: string) => errorOf(`inputs.links.${index}.${path}`);
  const set = (change: Partial<LinkDraft>) =>
    setDraft({ ...draft, links: draft.links.map((one, place) => (place === index ? { ...one, ...change } : one)) });
  return (
    <SpaceBetween size="l">
      <Section title={`Role${index + 2}`} description="The role that the one before it becomes. It trusts that one and nobody else.">
        <AccountField
          label="Account"
          accounts={accounts}
          value={link.accountId}
          error={at('accountId')}
          onChange={(accountId) => set({ accountId })}
        />
        <RadioGroup
          ariaLabel={`Which role${index + 2}`}
          value={link.kind}
          onChange={({ detail }) => set({ kind: detail.value as LinkDraft['kind'] })}
          items={[
            { value: 'create', label: 'Create a role' },
            {
              value: 'existing',
              label: 'A role that exists',
              description: 'Its trust policy gets one statement more; the rest stays byte for byte',
            },
          ]}
        />
        {link.kind === 'create' ? (
          <TextField label="Role name" value={link.name} onChange={(name) => set({ name })} error={at('role')} />
        ) : (
          <RoleField
            label="ARN of the role"
            account={link.accountId}
            value={link.arn}
            onChange={(arn) => set({ arn })}
            error={at('role')}
          />
        )}
      </Section>
      <SessionFields link={link} set={set} errorAt={at} />
      <Section title={`What role${index + 2} may do`}>
        <PermissionTemplates account={account} onChoose={(document) => set({ document })} />
        <PolicyEditor
          value={link.document}
          onChange={(document) => set({ document })}
          why={link.why}
          onWhy={(why) => set({ why })}
          error={at('permissions.document')}
          whyError={at('permissions.reason')}
        />
        {isLast ? (
          <MakePlan {...props}>
            <Button onClick={() => open('deliver')}>Deliver it within the run</Button>
            {index === 0 ? (
              <Button
                onClick={() => {
                  setDraft(withThirdRole(draft, account));
                  open('link-2');
                }}
              >
                Add a third role
              </Button>
            ) : (
              <Button
                onClick={() => {
                  setDraft({ ...draft, links: draft.links.slice(0, -1) });
                  open('link-1');
                }}
              >
                Take this role out
              </Button>
            )}
          </MakePlan>
        ) : (
          <Button variant="primary" onClick={() => open('link-2')}>
            Go on to the next role
          </Button>
        )}
      </Section>
    </SpaceBetween>
  );
}
