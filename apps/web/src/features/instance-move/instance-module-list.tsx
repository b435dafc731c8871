import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { ModuleList, type ModuleState } from '../../ui/module-list.tsx';
import { changeState, notYet, proveState, verifyState } from '../migration/module-states.ts';
import type { MovePlan } from './draft.ts';

const modules = ['understand', 'role', 'permissions', 'launch', 'prove', 'change', 'verify'] as const;
export type MoveModuleId = (typeof modules)[number];

const titles: Record<MoveModuleId, string> = {
  understand: 'Understand',
  role: 'Role',
  permissions: 'Permissions',
  launch: 'User data',
  prove: 'Prove',
  change: 'Change',
  verify: 'Verify',
};

interface Props {
  current: MoveModuleId;
  plan: MovePlan | null;
  isGroup: boolean;
  /** Modules with a field that is wrong. */
  wrong: ReadonlySet<MoveModuleId>;
  onOpen: (module: MoveModuleId) => void;
}

/** The modules of the move of an instance or of a group. */
export function InstanceModuleList({ current, plan, isGroup, wrong, onOpen }: Props) {
  const list = modules.map((id) => ({
    id,
    title: id === 'launch' && isGroup ? 'Launch and roll-out' : titles[id],
    state: wrong.has(id) ? ({ type: 'error', word: 'a field is wrong' } as const) : stateOf(id, plan),
  }));
  return <ModuleList label="Modules of this migration" modules={list} current={current} onOpen={onOpen} />;
}

function stateOf(module: MoveModuleId, plan: MovePlan | null): ModuleState {
  if (module === 'understand') return { type: 'success', word: 'read from the last scan' };
  if (plan === null) return ['role', 'permissions', 'launch'].includes(module) ? { type: 'pending', word: 'default chosen' } : notYet;
  switch (module) {
    case 'role':
      return { type: 'success', word: 'create' in plan.inputs.role ? plan.inputs.role.create.name : 'existing role' };
    case 'permissions':
      return permissionState(plan);
    case 'launch':
      return { type: 'success', word: userDataWord(plan) };
    case 'prove':
      return proveState(plan);
    case 'change':
      return changeState(plan);
    default:
      return verifyState(plan);
  }
}

function userDataWord({ inputs: { userData } }: MovePlan): string {
  if (typeof userData === 'object') return 'user data edited';
  return userData === 'remove-keys' ? 'key lines go' : 'user data stays';
}

function permissionState({ checks, permissions }: Plan): ModuleState {
  const isCarried = checks.find((check) => check.id === 'carry-over')?.verdict !== 'fail';
  return isCarried ? { type: 'success', word: `${permissions.length} rows compared` } : { type: 'error', word: 'cannot be carried over' };
}
