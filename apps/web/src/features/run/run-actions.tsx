import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useRunAction } from './get-run.ts';

const deeds: Record<Run['recipe'], string> = {
  'ecs-task-role': 'the move of',
  'ec2-instance-profile': 'the move of the instance',
  'asg-launch-template': 'the move of the Auto Scaling group',
  'asg-launch-configuration': 'the move of the Auto Scaling group',
  'role-chain': 'the chain',
  'policy-change': 'the change:',
};

/** Pause, resume, roll back, and after the end the evidence again (a key is silent after a day at the earliest): always in the same place; what rolling back would do is written before it is pressed. */
export function RunActions({ run }: { run: Run }) {
  const action = useRunAction(run.id);
  const [asking, setAsking] = useState(false);
  const can = (name: Run['actions'][number]) => run.actions.includes(name);
  const go = (name: Run['actions'][number] | 'verify') => action.mutate(name, { onSuccess: () => setAsking(false) });
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="xs">
        {run.state === 'succeeded' && (
          <Button onClick={() => go('verify')} loading={action.isPending}>
            Check again
          </Button>
        )}
        <Button onClick={() => go('pause')} disabled={!can('pause')}>
          Pause
        </Button>
        <Button onClick={() => go('resume')} disabled={!can('resume')} variant={run.state === 'paused' ? 'primary' : 'normal'}>
          Resume
        </Button>
        <Button onClick={() => setAsking(true)} disabled={!can('roll-back')}>
          Roll back
        </Button>
      </SpaceBetween>
      {action.error && <ProblemAlert error={action.error} />}
      <Modal
        visible={asking}
        onDismiss={() => setAsking(false)}
        closeAriaLabel="Close"
        header={`Roll back ${deeds[run.recipe]} ${run.workloadName}`}
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button variant="primary" onClick={() => go('roll-back')} loading={action.isPending}>
                Roll back now
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <p>Rolling back would, in this order:</p>
        <ol>
          {run.rollBackWould.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {run.rollBackWould.length === 0 && <li>Do nothing: nothing was changed yet.</li>}
        </ol>
        {action.error && <ProblemAlert error={action.error} />}
      </Modal>
    </SpaceBetween>
  );
}
