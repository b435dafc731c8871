import type { PlannedEdits } from '../group-steps.ts';
import { lastNameOf } from '../instance-steps.ts';

/** "the instance profile Web, without its key lines, with IMDSv2 required and a hop limit of 1". */
export function editsInWords(edits: PlannedEdits): string {
  const { profileArn, metadataOptions } = edits;
  const tokens = metadataOptions?.httpTokens === 'required' ? 'IMDSv2 required' : 'IMDSv1 or IMDSv2';
  return [
    `the instance profile ${lastNameOf(profileArn)}`,
    ...userDataChangeInWords(edits),
    ...(metadataOptions === null ? [] : [`with ${tokens} and a hop limit of ${metadataOptions.hopLimit}`]),
  ].join(', ');
}

/** What stands for user data in a call that is shown: never the data itself. */
export const userDataInWords = (edits: PlannedEdits, whose: string): string =>
  `(${[`the user data ${whose}`, ...userDataChangeInWords(edits)].join(', ')})`;

/** What is to be done with the user data in the console of AWS. */
export const userDataByHand = ({ userData, userDataEdits }: PlannedEdits): string[] => {
  if (userData === null) return [];
  return [`Advanced details → User data: ${userDataEdits ? 'edit it as in the diff' : 'delete the lines of the diff'}`];
};

const userDataChangeInWords = ({ userData, userDataEdits }: PlannedEdits): string[] => {
  if (userData === null) return [];
  return [userDataEdits ? 'with its user data as it was edited' : 'without its key lines'];
};
