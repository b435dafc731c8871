import type { LaunchEdits } from '@rolewright/shared/aws/launch-configuration.ts';
import type { PlannedEdits } from '@rolewright/shared/plan/group-steps.ts';
import { launchEditsOf } from '@rolewright/shared/plan/launch-edits.ts';
import { encodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import { userDataIn } from '../../plan/launch-content.ts';
import { type StepContext, StepFailed } from './executor.ts';

/** Planned edits in AWS's words, over the data as it was read just now. Throws StepFailed where key lines do not go by themselves. */
export function editsNow({ deps }: StepContext, edits: PlannedEdits, data: Record<string, unknown>): LaunchEdits {
  if (edits.userData === null) return launchEditsOf(edits, null);
  const found = userDataIn(deps.fingerprint, data);
  if (found.state !== 'known' || found.value.verdict !== 'automatic' || found.value.rewritten === null) {
    throw new StepFailed('The key lines of the user data do not go by themselves any more: it is not what the plan was made from.');
  }
  return launchEditsOf(edits, encodeBase64(found.value.rewritten.reveal()) || null);
}

/** A token that is the same each time the step is sent, so that EC2 makes nothing twice (D-22). */
export const stepToken = ({ planId }: StepContext, { id }: { id: string }): string => `${planId}-${id}`.slice(0, 64);
