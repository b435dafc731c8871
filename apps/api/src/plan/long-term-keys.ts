import { kindOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { UserDataOf } from '@rolewright/shared/plan/instance-snapshot.ts';

/** Ids of the static keys that stand in documents, each once. */
export function longTermKeys(documents: readonly Pick<UserDataOf, 'findings'>[]): string[] {
  const ids = documents.flatMap(({ findings }) => findings.flatMap(({ keyId }) => keyId ?? []));
  return [...new Set(ids)].filter((keyId) => kindOfKeyId(keyId) === 'long-term');
}
