import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import { placeOf, templatesOf } from './templates.ts';

/** Fills the editor with a template. */
export function PermissionTemplates({ account, onChoose }: { account: Account | undefined; onChoose: (document: string) => void }) {
  const templates = templatesOf(placeOf(account));
  return (
    <ButtonDropdown
      items={Object.entries(templates).map(([id, { text }]) => ({ id, text }))}
      onItemClick={({ detail }) => onChoose(JSON.stringify(templates[detail.id as keyof typeof templates].document, null, 2))}
    >
      Begin with a template
    </ButtonDropdown>
  );
}
