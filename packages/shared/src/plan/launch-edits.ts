import type { LaunchEdits } from '../aws/launch-configuration.ts';
import type { PlannedEdits } from './group-steps.ts';

/**
 * A plan's edits in AWS' words. `rewritten`: the user data without its key lines, base64; null: nothing of it is left. Asked for only where the
 * plan takes key lines out.
 */
export function launchEditsOf({ profileArn, userData, metadataOptions }: PlannedEdits, rewritten: string | null): LaunchEdits {
  return {
    iamInstanceProfile: profileArn,
    ...(userData === null ? {} : { userData: rewritten }),
    ...(metadataOptions === null
      ? {}
      : { metadataOptions: { HttpTokens: metadataOptions.httpTokens, HttpPutResponseHopLimit: metadataOptions.hopLimit } }),
  };
}
