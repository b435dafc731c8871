import { AppError } from '@rolewright/shared/error.ts';
import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import type { UserDataInput } from '@rolewright/shared/plan/edited-user-data.ts';
import type { UserDataOf } from '@rolewright/shared/plan/instance-snapshot.ts';

/**
 * A person's edits have to be of the user data that is there now, and to make a document that EC2 takes and that holds nothing secret that was
 * typed; this is before anything of them is kept. Throws AppError `stale` where it was changed meanwhile, `bad-input` naming field and line.
 */
export function checkEdits(asked: UserDataInput | undefined, documents: readonly Reading<UserDataOf>[]): void {
  if (typeof asked !== 'object') return;
  // What could not be read is said by a check, and blocks.
  if (documents.some(({ state }) => state === 'unreadable')) return;
  const edited = documents.flatMap((one) => (one.state === 'known' ? (one.value.edited ?? []) : []));
  for (const [index, { fingerprint }] of asked.edited.entries()) {
    const found = edited.find((one) => one.fingerprint === fingerprint);
    if (found === undefined) {
      const moved = 'The user data is not what was edited: it was changed meanwhile, or is not in use any more.';
      throw new AppError('stale', `${moved} Read it again, and edit it anew.`, { moved: [moved] });
    }
    const [problem] = found.problems;
    if (problem === undefined) continue;
    const field = `inputs.userData.edited.${index}.edits`;
    const message = `${problem.line === null ? '' : `line ${problem.line} of the edited text: `}${problem.message}`;
    throw new AppError('bad-input', `${field}: ${message}`, { fields: [{ field, message }] });
  }
}
