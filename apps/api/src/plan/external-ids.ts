import { createHmac } from 'node:crypto';
import { externalIdOf } from '@rolewright/shared/iam/external-id.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { loadKey } from '../findings/fingerprint.ts';

/** Plan and number of a link, from 0 → the external id that the console generates for it. */
export type ExternalIds = (planId: string, link: number) => Secret<string>;

/**
 * External ids are never stored: each is made again from this installation's own key, in `<data directory>/external-id-key` (0600), when AWS
 * is called (D-48). Not the key of the fingerprints: those are shown, also of values that others choose. Should the file be lost, what was
 * applied goes on: IAM holds the id.
 */
export async function loadExternalIds(dataDir: string): Promise<ExternalIds> {
  const key = await loadKey(dataDir, 'external-id-key');
  return (planId, link) =>
    new Secret(
      externalIdOf(
        createHmac('sha256', key)
          .update(JSON.stringify([planId, link]))
          .digest('hex'),
      ),
    );
}
