import type { UserDataDocument } from '@rolewright/shared/inventory/ec2/contract.ts';

/** Where user data lies, as a title. */
export function titleOfDocument({ source, id, name, version }: Pick<UserDataDocument, 'source' | 'id' | 'name' | 'version'>): string {
  if (source === 'instance') return `Instance ${id}`;
  return source === 'launch-configuration' ? `Launch configuration ${name}` : `Version ${version} of launch template ${name}`;
}
