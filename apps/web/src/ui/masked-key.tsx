import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';

/** An access key id is not a secret, and still nobody needs to read it whole. */
export function MaskedKey({ keyId }: { keyId: string }) {
  return <span className="mono">{maskKeyId(keyId)}</span>;
}
