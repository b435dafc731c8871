import type { LaunchEdits } from '@rolewright/shared/aws/launch-configuration.ts';
import type { PlannedEdits } from '@rolewright/shared/plan/group-steps.ts';
import { launchEditsOf } from '@rolewright/shared/plan/launch-edits.ts';
import { encodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import { userDataIn } from '../../plan/launch-content.ts';
import { type StepContext, StepFailed } from './executor.ts';

/**
 * Planned edits in AWS's words, over the data as it was read just now. Throws StepFailed where key lines do not go by themselves, or a person's
 * edits were made on another document.
 */
export function editsNow({ deps }: StepContext, edits: PlannedEdits, data: Record<string, unknown>): LaunchEdits {
  if (edits.userData === null) return launchEditsOf(edits, null);
  const { userDataEdits } = edits;
  const found = userDataIn(deps.fingerprint, data, userDataEdits && { edited: [userDataEdits] });
  const rewritten = found.state === 'known' ? found.value.rewritten : null;
  if (rewritten === null || found.state !== 'known' || (userDataEdits !== undefined && found.value.edited === undefined)) {
    const what = userDataEdits
      ? 'The user data cannot be edited as it was planned'
      : 'The key lines of the user data do not go by themselves any more';
    throw new StepFailed(`${what}: it is not what the plan was made from.`);
  }
  return launchEditsOf(edits, encodeBase64(rewritten.reveal()) || null);
}

/** A token that is the same each time the step is sent, so that EC2 makes nothing twice (D-22). */
export const stepToken = ({ planId }: StepContext, { id }: { id: string }): string => `${planId}-${id}`.slice(0, 64);
