import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { UserDataOf } from '@rolewright/shared/plan/instance-snapshot.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { decodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import { inspectUserData } from '@rolewright/shared/user-data/inspect.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';

export interface InspectedUserData extends UserDataOf {
  /** Without the key lines, where they go by themselves; holds what else is secret. */
  rewritten: Secret<Uint8Array> | null;
}

/** User data of an instance, read now and looked at (D-68). Its bytes go no further than this. */
export async function inspectedUserData(
  { fingerprint }: Pick<Deps, 'fingerprint'>,
  port: AwsPort,
  instanceId: string,
): Promise<Reading<InspectedUserData>> {
  const reading = await port.read.userData(instanceId);
  if (reading.state !== 'known') return reading;
  return reading.value === null ? absent : known(inspectBase64(fingerprint, reading.value.reveal()));
}

/** User data as AWS tells it, looked at. */
export function inspectBase64(fingerprint: Deps['fingerprint'], base64: string): InspectedUserData {
  const { verdict, findings, lines, rewritten } = inspectUserData(decodeBase64(base64) ?? new TextEncoder().encode(base64));
  return { fingerprint: fingerprint(base64), verdict, findings, lines, rewritten: rewritten ? new Secret(rewritten) : null };
}

/** What of it may be kept: nothing that was not masked. */
export const keptUserData = ({ fingerprint, verdict, findings, lines }: UserDataOf): UserDataOf => ({
  fingerprint,
  verdict,
  findings,
  lines,
});
