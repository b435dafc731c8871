import Alert from '@cloudscape-design/components/alert';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import { usePlanTruth } from './get-truth.ts';
import { truthTitles } from './truth-columns.tsx';

/** Rows of the truth tables that are not as they should be, before everything else; nothing where there is none. */
export function TruthFaults({ plan }: { plan: ChainPlan }) {
  const { data } = usePlanTruth(plan.id, plan.run?.id);
  const faults =
    data?.links.flatMap(({ name, roleArn, rows }) =>
      rows.flatMap(({ id, fault }) => (fault === null ? [] : [{ id, roleArn, name, fault }])),
    ) ?? [];
  if (faults.length === 0) return null;
  return (
    <Alert
      type="error"
      header={
        faults.length === 1 ? 'One call is not answered as it should be' : `${faults.length} calls are not answered as they should be`
      }
    >
      {faults.map(({ id, roleArn, name, fault }) => (
        <div key={`${roleArn} ${id}`}>
          {name}. {truthTitles[id]}: {fault}
        </div>
      ))}
    </Alert>
  );
}
