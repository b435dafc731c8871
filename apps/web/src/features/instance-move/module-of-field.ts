import type { MoveModuleId } from './instance-module-list.tsx';

const modules: Record<string, MoveModuleId> = {
  role: 'role',
  profile: 'role',
  permissions: 'permissions',
  userData: 'launch',
  metadataOptions: 'launch',
  rollOut: 'launch',
  launchTemplate: 'launch',
};

/** Which module has the field of the body (`inputs.role.create.name`); null: none has it. */
export const moduleOf = (field: string): MoveModuleId | null =>
  field === 'recipe' ? 'launch' : (modules[field.split('.')[1] ?? ''] ?? null);
