import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Section } from '../../ui/section.tsx';

/** What it takes to make a plan, of any recipe. */
export interface Making {
  makePlan: () => void;
  making: boolean;
  /** What the API said of the last try. */
  makeError: Error | null;
  /** What is wrong in the form, once a plan was asked for; null: nothing. */
  problem: string | null;
}

/** Makes the plan, and says beside the button why it could not be made; `children`: other ways on. */
export function MakePlan({ children, again = false, ...making }: Making & { again?: boolean; children?: ReactNode }) {
  return (
    <SpaceBetween size="m">
      <Trouble {...making} />
      <SpaceBetween direction="horizontal" size="xs">
        <MakeButton {...making} text={again ? 'Make the plan anew' : 'Make the plan'} />
        {children}
      </SpaceBetween>
    </SpaceBetween>
  );
}

/** A module that says nothing without a plan; `why`: what the plan lacks that is there. */
export function NoPlan({ title, why, ...making }: Making & { title: string; why?: string }) {
  return (
    <Section title={title}>
      <Trouble {...making} />
      <Empty
        title={why === undefined ? 'There is no plan yet' : 'The plan is not complete'}
        action={<MakeButton {...making} text={why === undefined ? 'Make the plan' : 'Make the plan anew'} />}
      >
        {why ?? 'Making it reads AWS and changes nothing.'}
      </Empty>
    </Section>
  );
}

/** Why the last try made no plan; nothing where it made one. */
export function Trouble({ makeError, problem }: Pick<Making, 'makeError' | 'problem'>) {
  if (problem !== null) return <StatusIndicator type="error">{problem}</StatusIndicator>;
  return makeError && <ProblemAlert error={makeError} />;
}

function MakeButton({ makePlan, making, text }: Pick<Making, 'makePlan' | 'making'> & { text: string }) {
  return (
    <Button variant="primary" onClick={makePlan} loading={making} loadingText="Reading AWS and checking">
      {text}
    </Button>
  );
}
