import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { MakePlan } from '../migration/make-plan.tsx';
import type { MoveModuleProps } from './instance-move.tsx';
import { MetadataChoice } from './metadata-choice.tsx';
import { ProbeNote } from './probe-note.tsx';
import { RecipeChoice } from './recipe-choice.tsx';
import { RollOutFields } from './roll-out-fields.tsx';
import { UserDataChoice } from './user-data-choice.tsx';

/** What happens to the user data, and of a group what it launches from and how its instances are replaced; what is optional comes last. */
export function LaunchModule(props: MoveModuleProps) {
  const { workload, plan, draft, setDraft, errorOf, open, ...make } = props;
  const isGroup = workload.kind === 'auto-scaling-group';
  return (
    <SpaceBetween size="l">
      {isGroup && <RecipeChoice workload={workload} draft={draft} setDraft={setDraft} />}
      <UserDataChoice workload={workload} draft={draft} setDraft={setDraft} errorOf={errorOf} />
      {isGroup && (
        <RollOutFields
          instances={workload.desiredCount}
          draft={draft.rollOut}
          setDraft={(rollOut) => setDraft({ ...draft, rollOut })}
          errorOf={errorOf}
        />
      )}
      <ProbeNote workloadId={workload.id} />
      <MetadataChoice workload={workload} draft={draft} setDraft={setDraft} errorOf={errorOf} />
      <MakePlan {...make} again={plan !== null}>
        {plan !== null && <Button onClick={() => open('prove')}>Go on to the proof</Button>}
      </MakePlan>
    </SpaceBetween>
  );
}
