import type { UserDataCheckAnswer, UserDataPlace } from '@rolewright/shared/plan/user-data-check.ts';
import type { LineEdit } from '@rolewright/shared/user-data/line-edits.ts';
import type { Answer, TestConsole } from './open-console.ts';
import { accountNamed } from './scans.ts';

type Refused = { code?: string; moved?: string[]; fields?: { field: string; message: string }[] };

/** Asks what user data is now, and what edits would make of it. */
export async function askForEdits(
  console: TestConsole,
  place: UserDataPlace,
  edits: LineEdit[] = [],
  fingerprint?: string,
): Promise<Answer<UserDataCheckAnswer & Refused>> {
  const accountId = (await accountNamed(console, 'sandbox')).id;
  const body = { accountId, region: 'us-east-1', place, edits, ...(fingerprint === undefined ? {} : { fingerprint }) };
  return console.call('/api/plans/user-data', { body });
}

/** The same of a document that is there. */
export async function editedOf(console: TestConsole, place: UserDataPlace, edits: LineEdit[] = []) {
  const { body, text } = await askForEdits(console, place, edits);
  if (body.state !== 'known') throw new Error(`no user data: ${text}`);
  return body;
}

export const edit = (fromLine: number, toLine: number, ...lines: string[]): LineEdit => ({ fromLine, toLine, lines });
