import { z } from 'zod';
import type { Reading } from '../inventory/reading.ts';
import type { ShownLine } from '../user-data/contract.ts';
import type { EditedDocument } from '../user-data/edit-document.ts';
import { type LineEdit, lineEdits } from '../user-data/line-edits.ts';
import type { UserDataOf } from './instance-snapshot.ts';

/** A person's edits of user data. The document itself is nowhere in a plan: it is named by its fingerprint, which the answer of the check tells. */
export const documentEdits = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be the fingerprint of a document, 64 hexadecimal digits'),
  edits: lineEdits.min(1, 'must hold an edit'),
});
export type DocumentEdits = z.infer<typeof documentEdits>;

/** What becomes of the user data. `edited`: the documents named as a person edited them; of others the key lines that go by themselves. */
export const userDataInput = z.union(
  [
    z.enum(['remove-keys', 'leave']),
    z.strictObject({ edited: z.array(documentEdits).min(1, 'must hold the edits of a document').max(20) }),
  ],
  {
    error: 'must be "remove-keys", "leave" or {"edited": [{"fingerprint", "edits"}]}',
  },
);
export type UserDataInput = z.infer<typeof userDataInput>;

/** The edits with how the document stands after them: nothing of it that was not masked. */
export type EditedUserData = DocumentEdits & Omit<EditedDocument, 'bytes'>;

/** How user data is changed: by a person's edits, or without the key lines, which go by themselves. */
export interface UserDataChange {
  /** The document as it may be shown, with the lines that go. */
  lines: ShownLine[];
  edits: DocumentEdits | null;
}

/** Are keys to leave the user data, one way or the other? */
export const takesKeysOut = (asked: UserDataInput | undefined): boolean => asked !== undefined && asked !== 'leave';

/** The edits that a person made of the document of this fingerprint; null: none. */
export const editsAsked = (asked: UserDataInput | undefined, fingerprint: string): DocumentEdits | null =>
  typeof asked === 'object' ? (asked.edited.find((one) => one.fingerprint === fingerprint) ?? null) : null;

/** What is changed in user data of a plan; null: nothing, because it stays, is clean, or cannot be changed as it was asked for. */
export function userDataChange(reading: Reading<UserDataOf>, asked: UserDataInput | undefined): UserDataChange | null {
  if (!takesKeysOut(asked) || reading.state !== 'known') return null;
  const { edited, verdict, lines } = reading.value;
  if (edited === undefined) return verdict === 'automatic' ? { lines, edits: null } : null;
  const { fingerprint, edits } = edited;
  if (edited.verdict !== 'clean' || edited.problems.length > 0) return null;
  return { lines: linesWithEdits(lines, edits), edits: { fingerprint, edits } };
}

/** A document as it may be shown, with the lines marked that edits take or replace. */
export const linesWithEdits = (lines: readonly ShownLine[], edits: readonly LineEdit[]): ShownLine[] =>
  lines.map((line, index) => ({
    ...line,
    change: edits.some(({ fromLine, toLine }) => index + 1 >= fromLine && index + 1 <= toLine) ? 'removed' : 'same',
  }));
