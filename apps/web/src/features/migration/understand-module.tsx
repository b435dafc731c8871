import SpaceBetween from '@cloudscape-design/components/space-between';
import { count } from '../../lib/format.ts';
import { IdentityTab } from '../workload/identity-tab.tsx';
import type { ModuleProps } from './migration-page.tsx';
import { Understand } from './understand.tsx';

const change =
  'The change gives the tasks a role of their own and removes the variables in one new revision. Tasks are replaced one by one, so the workload keeps running. The key itself stays active.';

/** The tasks of a service, and their credential chain now and afterwards. */
export function UnderstandModule({ workload, open }: ModuleProps) {
  const { name, runningCount, variables } = workload;
  const runs = (
    <>
      {count(runningCount, 'task')} of <b>{name}</b> run with{' '}
      {variables.length > 0 ? <span className="mono">{variables.join(', ')}</span> : 'no credential variable'}.
    </>
  );
  return (
    <SpaceBetween size="l">
      <Understand workload={workload} runs={runs} change={change} onNext={() => open('role')} />
      <IdentityTab workload={workload} />
    </SpaceBetween>
  );
}
