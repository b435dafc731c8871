import type { MigrationPlan } from '@rolewright/shared/plan/plan.ts';
import { ModuleList, type ModuleState } from '../../ui/module-list.tsx';
import { changeState, notYet, proveState, verifyState } from './module-states.ts';

const modules = ['understand', 'role', 'permissions', 'prove', 'change', 'verify'] as const;
export type ModuleId = (typeof modules)[number];

const titles: Record<ModuleId, string> = {
  understand: 'Understand',
  role: 'Role',
  permissions: 'Permissions',
  prove: 'Prove',
  change: 'Change',
  verify: 'Verify',
};

interface Props {
  current: ModuleId;
  plan: MigrationPlan | null;
  onOpen: (module: ModuleId) => void;
}

/** The modules of a workload's move. */
export function MigrationModuleList({ current, plan, onOpen }: Props) {
  const list = modules.map((id) => ({ id, title: titles[id], state: stateOf(id, plan) }));
  return <ModuleList label="Modules of this migration" modules={list} current={current} onOpen={onOpen} />;
}

function stateOf(module: ModuleId, plan: MigrationPlan | null): ModuleState {
  if (module === 'understand') return { type: 'success', word: 'read from the last scan' };
  if (plan === null) return module === 'role' || module === 'permissions' ? { type: 'pending', word: 'default chosen' } : notYet;
  const carried = plan.checks.find((check) => check.id === 'carry-over')?.verdict;
  switch (module) {
    case 'role':
      return { type: 'success', word: 'create' in plan.inputs.role ? plan.inputs.role.create.name : 'existing role' };
    case 'permissions':
      return carried === 'fail'
        ? { type: 'error', word: 'cannot be carried over' }
        : { type: 'success', word: `${plan.permissions.length} rows compared` };
    case 'prove':
      return proveState(plan);
    case 'change':
      return changeState(plan);
    default:
      return verifyState(plan);
  }
}
