import type { EditedUserData } from '../plan/edited-user-data.ts';

/** What is to be known of user data that a person edited. */
export const editedEvidence = ({ edits, doubts }: Pick<EditedUserData, 'edits' | 'doubts'>): string[] => {
  const [gone, come] = [
    edits.reduce((count, { fromLine, toLine }) => count + toLine - fromLine + 1, 0),
    edits.reduce((count, { lines }) => count + lines.length, 0),
  ];
  const count = (lines: number): string => (lines === 1 ? '1 line' : `${lines} lines`);
  return [
    `A person edited it: ${count(gone)} ${gone === 1 ? 'goes' : 'go'}, ${count(come)} ${come === 1 ? 'comes' : 'come'}; every other byte stays. No key is left. The edited text was not run.`,
    ...doubts,
  ];
};
