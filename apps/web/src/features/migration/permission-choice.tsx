import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { canonicalJson } from '@rolewright/shared/plan/fingerprint.ts';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { count } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import type { useObservedUse } from './get-observed-use.ts';
import type { PermissionDraft } from './inputs.ts';
import { ObservedUseNote } from './observed-use-note.tsx';

type Choice = 'carry-over' | 'observed' | 'document' | 'none';
type Observed = ReturnType<typeof useObservedUse>;

interface Props {
  draft: PermissionDraft;
  setDraft: (draft: PermissionDraft) => void;
  observed: Observed;
  offersNone: boolean;
}

/** Where the role's permissions come from; what is chosen in place of carrying over fills the editor. */
export function PermissionChoice({ draft, setDraft, observed, offersNone }: Props) {
  const use = observed.data;
  const choice = choiceOf(draft, use?.document ?? null);
  const choose = (next: Choice) => {
    const filled = next === 'observed' && use?.document ? { document: JSON.stringify(use.document, null, 2) } : {};
    setDraft({ document: draft.document, permissions: next, ...filled });
  };
  return (
    <SpaceBetween size="m">
      <RadioGroup
        ariaLabel="Where the permissions come from"
        value={choice}
        onChange={({ detail }) => choose(detail.value as Choice)}
        items={[
          {
            value: 'carry-over',
            label: 'Carry over what the key’s user may do',
            description: 'Attached policies by ARN, inline and group policies as copies, its boundary too',
          },
          {
            value: 'observed',
            label: 'Only what it was seen doing',
            description: <SeenSoFar observed={observed} />,
            disabled: !use?.document,
          },
          { value: 'document', label: 'Give a policy of your own', description: 'The way out where the user may do too much' },
          ...(offersNone
            ? [
                {
                  value: 'none',
                  label: 'Nothing',
                  description: 'The role only assumes another one, by a chain that gives it that and no more',
                },
              ]
            : []),
        ]}
      />
      {observed.error && <ProblemAlert error={observed.error} onRetry={() => void observed.refetch()} />}
      {use && (choice === 'observed' || isBarren(use)) && <ObservedUseNote use={use} />}
    </SpaceBetween>
  );
}

function SeenSoFar({ observed: { data: use, error } }: { observed: Observed }) {
  if (error) return 'What it was seen doing could not be read';
  if (!use) return 'Reading what its key was seen doing';
  const actions = new Set(use.items.filter((one) => !one.denied).map((one) => one.action)).size;
  if (actions === 0) {
    return (
      <>
        Nothing was seen; the record begins <When at={use.since} />
      </>
    );
  }
  return (
    <>
      {count(actions, 'action')} seen, {use.document ? 'never more than the user may do' : 'none of which can be given'}; the record begins{' '}
      <When at={use.since} />
    </>
  );
}

/** Why there is no policy to choose is said without being asked, where there is something to say. */
const isBarren = ({ document, notVisible, leftOut }: ObservedUse): boolean => document === null && notVisible.length + leftOut.length > 0;

/** A plan keeps the document and not where it came from: one that equals what was seen is what was seen. */
function choiceOf(draft: PermissionDraft, seen: Record<string, unknown> | null): Choice {
  if (draft.permissions !== 'as-planned') return draft.permissions;
  return seen !== null && canonicalJson(JSON.parse(draft.document)) === canonicalJson(seen) ? 'observed' : 'document';
}
