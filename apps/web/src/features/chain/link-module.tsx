import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { AccountField, TextField } from './chain-fields.tsx';
import type { ChainModuleProps } from './chain-page.tsx';
import { type LinkDraft, withThirdRole } from './draft.ts';
import { PermissionTemplates } from './permission-templates.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { RoleField } from './role-field.tsx';
import { SessionFields } from './session-fields.tsx';

/** One role that is assumed: which, by whom with what, for how long, and what it may do. */
export function LinkModule({ index, ...props }: ChainModuleProps & { index: number }) {
  const { accounts, draft, setDraft, errorOf, open, makePlan, making, makeError, problems } = props;
  const link = draft.links[index];
  if (link === undefined) return null;
  const account = accounts.find((one) => one.id === link.accountId);
  const isLast = index === draft.links.length - 1;
  const at = (path: string) => errorOf(`inputs.links.${index}.${path}`);
  const set = (change: Partial<LinkDraft>) =>
    setDraft({ ...draft, links: draft.links.map((one, place) => (place === index ? { ...one, ...change } : one)) });
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="The role that the one before it becomes. It trusts that one and nobody else."
          >{`Role${index + 2}`}</Header>
        }
      >
        <SpaceBetween size="m">
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
        </SpaceBetween>
      </Container>
      <SessionFields link={link} set={set} errorAt={at} />
      <Container header={<Header variant="h2">{`What role${index + 2} may do`}</Header>}>
        <SpaceBetween size="m">
          {makeError && <ProblemAlert error={makeError} />}
          <PermissionTemplates account={account} onChoose={(document) => set({ document })} />
          <PolicyEditor
            value={link.document}
            onChange={(document) => set({ document })}
            why={link.why}
            onWhy={(why) => set({ why })}
            error={at('permissions.document')}
            whyError={at('permissions.reason')}
          />
          {problems && isLast && (
            <StatusIndicator type="error">Some fields of this chain are wrong; they say what is allowed.</StatusIndicator>
          )}
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant="primary"
              onClick={() => (isLast ? makePlan() : open(`link-${index + 2}` as 'link-2'))}
              loading={making}
              loadingText="Reading AWS and checking"
            >
              {isLast ? 'Make the plan' : 'Go on to the next role'}
            </Button>
            {isLast && <Button onClick={() => open('deliver')}>Deliver it within the run</Button>}
            {isLast && index === 0 && (
              <Button
                onClick={() => {
                  setDraft(withThirdRole(draft, account));
                  open('link-2');
                }}
              >
                Add a third role
              </Button>
            )}
            {isLast && index > 0 && (
              <Button
                onClick={() => {
                  setDraft({ ...draft, links: draft.links.slice(0, -1) });
                  open('link-1');
                }}
              >
                Take this role out
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
