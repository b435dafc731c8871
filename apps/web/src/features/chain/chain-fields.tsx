import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { ReactNode } from 'react';

/** What the contract says of the field at a path; undefined where nothing is wrong or nothing was typed yet. */
export type ErrorOf = (path: string) => string | undefined;

interface TextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  description?: ReactNode;
  /** What is allowed, beneath the field. */
  constraint?: ReactNode;
  type?: 'text' | 'number';
}

/** One line of text with its label, what it is for, and what is wrong with it. */
export function TextField({ label, value, onChange, error, description, constraint, type = 'text' }: TextProps) {
  return (
    <FormField label={label} description={description} constraintText={constraint} errorText={error}>
      <Input type={type} value={value} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}

interface AccountProps {
  label: string;
  accounts: Account[];
  value: string;
  onChange: (accountId: string) => void;
  error?: string | undefined;
}

/** A registered account, by name and number. */
export function AccountField({ label, accounts, value, onChange, error }: AccountProps) {
  const options = accounts.map((one) => ({ value: one.id, label: `${one.name} · ${one.awsAccountId ?? 'not asked yet'}` }));
  return (
    <FormField label={label} errorText={error}>
      <Select
        options={options}
        selectedOption={options.find((one) => one.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        empty="No account is registered"
        placeholder="Choose an account"
      />
    </FormField>
  );
}
