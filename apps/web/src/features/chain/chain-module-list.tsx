import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';

export type ChainModuleId = 'caller' | 'link-1' | 'link-2' | 'deliver' | 'prove' | 'change';

const titles: Record<ChainModuleId, string> = {
  caller: 'Caller',
  'link-1': 'Role2',
  'link-2': 'Role3',
  deliver: 'Deliver',
  prove: 'Prove',
  change: 'Change',
};

interface Props {
  current: ChainModuleId;
  plan: ChainPlan | null;
  links: number;
  onOpen: (module: ChainModuleId) => void;
}

/** The modules with their state; the open one is marked. */
export function ChainModuleList({ current, plan, links, onOpen }: Props) {
  const modules: ChainModuleId[] = ['caller', 'link-1', ...(links > 1 ? (['link-2'] as const) : []), 'deliver', 'prove', 'change'];
  return (
    <nav aria-label="Modules of this chain">
      <SpaceBetween size="s">
        {modules.map((module, index) => {
          const { type, word } = stateOf(module, plan);
          const title = `${index + 1} ${titles[module]}`;
          return (
            <div key={module}>
              <Button variant="inline-link" onClick={() => onOpen(module)} ariaLabel={`Module ${title}`}>
                {current === module ? <b>{title}</b> : title}
              </Button>
              <Box fontSize="body-s">
                <span className="whole-words">
                  <StatusIndicator type={type}>{word}</StatusIndicator>
                </span>
              </Box>
            </div>
          );
        })}
      </SpaceBetween>
    </nav>
  );
}

function stateOf(module: ChainModuleId, plan: ChainPlan | null): { type: StatusIndicatorProps.Type; word: string } {
  if (plan === null) return { type: 'pending', word: module === 'prove' || module === 'change' ? 'not yet' : 'default chosen' };
  const [caller, second, third] = plan.target.members;
  const member = { caller, 'link-1': second, 'link-2': third, deliver: undefined, prove: undefined, change: undefined }[module];
  if (member) return { type: 'success', word: member.name };
  if (module === 'deliver') return plan.handOver ? { type: 'success', word: plan.handOver.name } : { type: 'info', word: 'by hand' };
  if (module === 'prove') {
    if (plan.blockedBy.length > 0) return { type: 'error', word: `${plan.blockedBy.length} blocking` };
    if (plan.toAcknowledge.length > 0) return { type: 'info', word: `${plan.toAcknowledge.length} unknown` };
    return { type: 'success', word: 'all hold' };
  }
  if (plan.runId === null) return { type: 'pending', word: 'not yet' };
  return plan.state === 'running' ? { type: 'in-progress', word: 'under way' } : { type: 'success', word: 'ended' };
}
