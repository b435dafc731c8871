import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import { ModuleList, type ModuleState } from '../../ui/module-list.tsx';
import { changeState, notYet, proveState } from '../migration/module-states.ts';

export type ChainModuleId = 'caller' | 'link-1' | 'link-2' | 'deliver' | 'prove' | 'compare' | 'change';

const titles: Record<ChainModuleId, string> = {
  caller: 'Caller',
  'link-1': 'Role2',
  'link-2': 'Role3',
  deliver: 'Deliver',
  prove: 'Prove',
  compare: 'Compare',
  change: 'Change',
};

interface Props {
  current: ChainModuleId;
  plan: ChainPlan | null;
  links: number;
  onOpen: (module: ChainModuleId) => void;
}

/** The modules of a chain of roles. */
export function ChainModuleList({ current, plan, links, onOpen }: Props) {
  const middle = links > 1 ? (['link-2'] as const) : [];
  const ids: ChainModuleId[] = ['caller', 'link-1', ...middle, 'deliver', 'prove', 'compare', 'change'];
  const list = ids.map((id) => ({ id, title: titles[id], state: stateOf(id, plan) }));
  return <ModuleList label="Modules of this chain" modules={list} current={current} onOpen={onOpen} />;
}

function stateOf(module: ChainModuleId, plan: ChainPlan | null): ModuleState {
  if (module === 'prove') return proveState(plan);
  if (module === 'compare') return plan === null ? notYet : { type: 'info', word: 'with copying' };
  if (module === 'change') return changeState(plan);
  if (plan === null) return { type: 'pending', word: 'default chosen' };
  const [caller, second, third] = plan.target.members;
  if (module === 'deliver') return plan.handOver ? { type: 'success', word: plan.handOver.name } : { type: 'info', word: 'not by the run' };
  return { type: 'success', word: { caller, 'link-1': second, 'link-2': third }[module]?.name ?? '' };
}
