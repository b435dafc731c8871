import type { PlannedEdits } from '../group-steps.ts';
import { lastNameOf } from '../instance-steps.ts';

/** "the instance profile Web, without its key lines, with IMDSv2 required and a hop limit of 1". */
export function editsInWords({ profileArn, userData, metadataOptions }: PlannedEdits): string {
  const tokens = metadataOptions?.httpTokens === 'required' ? 'IMDSv2 required' : 'IMDSv1 or IMDSv2';
  return [
    `the instance profile ${lastNameOf(profileArn)}`,
    ...(userData === null ? [] : ['without its key lines']),
    ...(metadataOptions === null ? [] : [`with ${tokens} and a hop limit of ${metadataOptions.hopLimit}`]),
  ].join(', ');
}

/** What stands for user data in a call that is shown: never the data itself. */
export const userDataInWords = ({ userData }: PlannedEdits, whose: string): string =>
  `(the user data ${whose}${userData === null ? '' : ', without its key lines'})`;
