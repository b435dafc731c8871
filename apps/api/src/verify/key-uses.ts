import type { VerificationFacts } from '@rolewright/shared/verify/judge.ts';
import type { AwsPort } from '../aws/port.ts';

/** When each key was last used; null: of one of them that could not be read. */
export async function keyUsesOf(port: AwsPort, keyIds: readonly string[]): Promise<VerificationFacts['keyUses']> {
  const uses: NonNullable<VerificationFacts['keyUses']> = [];
  for (const keyId of keyIds) {
    const used = await port.read.accessKeyLastUsed(keyId);
    if (used.state !== 'known') return null;
    uses.push({ keyId, lastUsedAt: used.value.at });
  }
  return uses;
}
