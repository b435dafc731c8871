import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import { type EditedUserData, editsAsked, type UserDataInput } from '@rolewright/shared/plan/edited-user-data.ts';
import type { UserDataOf } from '@rolewright/shared/plan/instance-snapshot.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { decodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import { editDocument } from '@rolewright/shared/user-data/edit-document.ts';
import { inspectUserData } from '@rolewright/shared/user-data/inspect.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';

export interface InspectedUserData extends UserDataOf {
  /** As EC2 takes it, without the key lines, where they go by themselves or a person edited it until it was clean; holds what else is secret. */
  rewritten: Secret<Uint8Array> | null;
}

/** User data of an instance, read now and looked at (D-68). Its bytes go no further than this. `asked`: what a plan is to do with it. */
export async function inspectedUserData(
  { fingerprint }: Pick<Deps, 'fingerprint'>,
  port: AwsPort,
  instanceId: string,
  asked?: UserDataInput,
): Promise<Reading<InspectedUserData>> {
  const reading = await port.read.userData(instanceId);
  if (reading.state !== 'known') return reading;
  return reading.value === null ? absent : known(inspectBase64(fingerprint, reading.value.reveal(), asked));
}

/** User data as AWS tells it, looked at, with the edits that a plan asks for where they are of this document. */
export function inspectBase64(fingerprint: Deps['fingerprint'], base64: string, asked?: UserDataInput): InspectedUserData {
  const bytes = bytesOf(base64);
  const { verdict, findings, lines, rewritten } = inspectUserData(bytes);
  const own = { fingerprint: fingerprint(base64), verdict, findings, lines };
  const edits = editsAsked(asked, own.fingerprint);
  if (edits === null) return { ...own, rewritten: rewritten ? new Secret(rewritten) : null };
  const { bytes: after, ...edited } = editDocument(bytes, edits.edits);
  const kept: EditedUserData = { ...edits, ...edited };
  return { ...own, edited: kept, rewritten: after ? new Secret(after) : null };
}

/** What EC2 tells is base64; what is none is looked at as it stands. */
export const bytesOf = (base64: string): Uint8Array => decodeBase64(base64) ?? new TextEncoder().encode(base64);

/** What of it may be kept: nothing that was not masked. */
export const keptUserData = ({ fingerprint, verdict, findings, lines, edited }: UserDataOf): UserDataOf => ({
  ...{ fingerprint, verdict, findings, lines },
  ...(edited === undefined ? {} : { edited }),
});
