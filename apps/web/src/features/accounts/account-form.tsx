import '../../lib/zod-without-eval.ts';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type Account, accountChange, newAccount } from '@rolewright/shared/accounts/account.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const kinds = [
  { value: 'ambient', label: 'The console’s own credential chain', description: 'A role of the machine, or what AWS SDKs find' },
  { value: 'profile', label: 'A profile', description: 'Of the AWS config file of the console’s user' },
  { value: 'role', label: 'A role to assume', description: 'With external id, session name and source identity' },
];

interface Fields {
  name: string;
  kind: string;
  profile: string;
  roleArn: string;
  operatorRoleArn: string;
  externalId: string;
  sessionName: string;
  sourceIdentity: string;
  regions: string;
  endpointUrl: string;
}

/** Registers an account, or changes the name and Regions of one. Wrong fields are named before anything is sent. */
export function AccountForm({ account, onClose }: { account?: Account; onClose: () => void }) {
  const client = useQueryClient();
  const [fields, setFields] = useState<Fields>({
    name: account?.name ?? '',
    kind: 'ambient',
    profile: '',
    roleArn: '',
    operatorRoleArn: '',
    externalId: '',
    sessionName: '',
    sourceIdentity: '',
    regions: account?.regions.join(', ') ?? 'us-east-1',
    endpointUrl: '',
  });
  const [shown, setShown] = useState(false);
  const set =
    (name: keyof Fields) =>
    ({ detail }: { detail: { value: string } }) =>
      setFields({ ...fields, [name]: detail.value });
  const body = account ? { name: fields.name, regions: regionsOf(fields) } : bodyOf(fields);
  const parsed = (account ? accountChange : newAccount).safeParse(body);
  const errorOf = (path: string) =>
    shown ? parsed.error?.issues.find((issue) => issue.path.join('.').startsWith(path))?.message : undefined;
  const save = useMutation({
    mutationFn: () => api<Account>(account ? 'PATCH' : 'POST', account ? `/api/accounts/${account.id}` : '/api/accounts', parsed.data),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['accounts'] });
      await client.invalidateQueries({ queryKey: ['overview'] });
      onClose();
    },
  });
  const submit = () => (parsed.success ? save.mutate() : setShown(true));
  return (
    <Modal
      visible
      onDismiss={onClose}
      closeAriaLabel="Close"
      header={account ? `Edit account ${account.name}` : 'Add account'}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" onClick={submit} loading={save.isPending}>
              {account ? 'Save' : 'Add account'}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {save.error && <ProblemAlert error={save.error} />}
        <FormField label="Name" errorText={errorOf('name')}>
          <Input value={fields.name} onChange={set('name')} />
        </FormField>
        {!account && <AccessFields fields={fields} set={set} errorOf={errorOf} setKind={(kind) => setFields({ ...fields, kind })} />}
        <FormField label="Regions" description="Separated by commas" errorText={errorOf('regions')}>
          <Input value={fields.regions} onChange={set('regions')} />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}

interface AccessProps {
  fields: Fields;
  set: (name: keyof Fields) => (event: { detail: { value: string } }) => void;
  setKind: (kind: string) => void;
  errorOf: (path: string) => string | undefined;
}

function AccessFields({ fields, set, setKind, errorOf }: AccessProps) {
  const input = (name: keyof Fields, label: string, path: string, description?: string) => (
    <FormField label={label} errorText={errorOf(path)} {...(description ? { description } : {})}>
      <Input value={fields[name]} onChange={set(name)} />
    </FormField>
  );
  return (
    <>
      <FormField label="Access">
        <Select
          selectedOption={kinds.find((kind) => kind.value === fields.kind) ?? null}
          options={kinds}
          onChange={({ detail }) => setKind(detail.selectedOption.value ?? 'ambient')}
        />
      </FormField>
      {fields.kind === 'profile' && input('profile', 'Profile', 'access')}
      {fields.kind === 'role' && (
        <>
          {input('roleArn', 'Role ARN', 'access.roleArn', 'Reads the account: RolewrightReader of docs/permissions.md')}
          {input(
            'operatorRoleArn',
            'Role ARN for changes (optional)',
            'access.operatorRoleArn',
            'Empty: the first role changes things too',
          )}
          {input(
            'externalId',
            'External id (optional)',
            'access.externalId',
            'Not a secret by AWS’s definition; anyone with iam:GetRole sees it',
          )}
          {input('sessionName', 'Session name (optional)', 'access.sessionName', 'Appears in CloudTrail')}
          {input(
            'sourceIdentity',
            'Source identity (optional)',
            'access.sourceIdentity',
            'Stays in CloudTrail through every role; the trust policy must allow sts:SetSourceIdentity',
          )}
        </>
      )}
      {input('endpointUrl', 'Endpoint URL (optional)', 'endpointUrl', 'Only for an AWS-compatible endpoint; empty means AWS')}
    </>
  );
}

const regionsOf = ({ regions }: Fields): string[] => regions.split(/[\s,]+/).filter(Boolean);

function bodyOf(fields: Fields) {
  const { name, endpointUrl } = fields;
  return { name, access: accessOf(fields), regions: regionsOf(fields), ...(endpointUrl ? { endpointUrl } : {}) };
}

function accessOf({ kind, profile, roleArn, operatorRoleArn, externalId, sessionName, sourceIdentity }: Fields) {
  if (kind === 'profile') return { kind, profile };
  if (kind !== 'role') return { kind: 'ambient' };
  const optional = Object.entries({ operatorRoleArn, externalId, sessionName, sourceIdentity }).filter(([, value]) => value !== '');
  return { kind, roleArn, ...Object.fromEntries(optional) };
}
