import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { MigrationPlan } from '@rolewright/shared/plan/plan.ts';

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

/** The modules with their state; the open one is marked. */
export function ModuleList({
  current,
  plan,
  onOpen,
}: {
  current: ModuleId;
  plan: MigrationPlan | null;
  onOpen: (module: ModuleId) => void;
}) {
  return (
    <nav aria-label="Modules of this migration">
      <SpaceBetween size="s">
        {modules.map((module, index) => {
          const { type, word } = stateOf(module, plan);
          return (
            <div key={module}>
              <Button variant="inline-link" onClick={() => onOpen(module)} ariaLabel={`Module ${index + 1} ${titles[module]}`}>
                {current === module ? <b>{`${index + 1} ${titles[module]}`}</b> : `${index + 1} ${titles[module]}`}
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

function stateOf(module: ModuleId, plan: MigrationPlan | null): { type: StatusIndicatorProps.Type; word: string } {
  const pending = { type: 'pending' as const, word: 'not yet' };
  if (module === 'understand') return { type: 'success', word: 'read from the last scan' };
  if (plan === null) return module === 'role' || module === 'permissions' ? { type: 'pending', word: 'default chosen' } : pending;
  const carried = plan.checks.find((check) => check.id === 'carry-over')?.verdict;
  switch (module) {
    case 'role':
      return { type: 'success', word: 'create' in plan.inputs.role ? plan.inputs.role.create.name : 'existing role' };
    case 'permissions':
      return carried === 'fail'
        ? { type: 'error', word: 'cannot be carried over' }
        : { type: 'success', word: `${plan.permissions.length} rows compared` };
    case 'prove':
      if (plan.blockedBy.length > 0) return { type: 'error', word: `${plan.blockedBy.length} blocking` };
      return plan.toAcknowledge.length > 0
        ? { type: 'info', word: `${plan.toAcknowledge.length} unknown` }
        : { type: 'success', word: 'all hold' };
    case 'change':
      return plan.runId
        ? { type: plan.state === 'running' ? 'in-progress' : 'success', word: plan.state === 'running' ? 'under way' : 'ended' }
        : pending;
    default:
      return plan.state === 'done' ? { type: 'info', word: 'see the run' } : pending;
  }
}
