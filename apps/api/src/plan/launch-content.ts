import { maskDocument } from '@rolewright/shared/findings/mask.ts';
import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import { absent, known } from '@rolewright/shared/inventory/reading.ts';
import type { UserDataInput } from '@rolewright/shared/plan/edited-user-data.ts';
import { canonicalJson } from '@rolewright/shared/plan/fingerprint.ts';
import type { Deps } from '../deps.ts';
import { type InspectedUserData, inspectBase64 } from './inspected-user-data.ts';

type Fingerprint = Deps['fingerprint'];
type Data = Record<string, unknown>;

/** Of all that a launch configuration or a template version holds: user data too. Keyed, so that it tells nobody what that is (D-18). */
export const launchFingerprint = (fingerprint: Fingerprint, data: Data): string => fingerprint(canonicalJson(plain(data)));

/** The same as it may be kept and shown: without user data, which is shown by its lines, and with secrets masked. */
export function shownLaunch(fingerprint: Fingerprint, data: Data): Data {
  const { UserData: _secret, ...rest } = plain(data);
  return maskDocument(rest, fingerprint);
}

/** User data in it, inspected, with the edits of it that a plan asks for; absent: there is none. */
export function userDataIn(fingerprint: Fingerprint, { UserData }: Data, asked?: UserDataInput): Reading<InspectedUserData> {
  return typeof UserData === 'string' && UserData !== '' ? known(inspectBase64(fingerprint, UserData, asked)) : absent;
}

/** Dates as texts, what is not set left out. */
const plain = (data: Data): Data => JSON.parse(JSON.stringify(data)) as Data;
