import { z } from 'zod';
import { location } from '../inventory/location.ts';

/**
 * static-key: part of a pair that an SDK would use (C1). half-pair: one half only (D-03). custom-name-key: a key under a name of the
 * application's (C2, never stripped). expired-temporary: ASIA, dead or soon dead (D-13). role-has-no-effect: a role is set and a static
 * key answers first (D-02). other-secret: not AWS', stays. unread-user-data: user data that could not be read, and is not known to be clean (D-68).
 */
export const findingKind = z.enum([
  'static-key',
  'half-pair',
  'custom-name-key',
  'expired-temporary',
  'role-has-no-effect',
  'other-secret',
  'unread-user-data',
]);
export type FindingKind = z.infer<typeof findingKind>;

export const finding = z.object({
  id: z.string(),
  accountId: z.string(),
  awsAccountId: z.string(),
  region: z.string(),
  workloadId: z.string().nullable(),
  workloadName: z.string().nullable(),
  kind: findingKind,
  location,
  /**
   * in-use: in what runs or is pinned. newest: the family's newest ACTIVE revision, or the default version of an unused launch template. residue: an
   * older revision or version that still shows it.
   */
  standing: z.enum(['in-use', 'newest', 'residue']),
  /** Access key id (not a secret; screens mask it), null where the value is not one and has no companion. */
  keyId: z.string().nullable(),
  /** Account inside the key id, "derived" (D-14); null when the format does not carry it. */
  keyAccountId: z.string().nullable(),
  /** HMAC of the value; equal fingerprints are equal values. Null for findings that are not a value. */
  fingerprint: z.string().nullable(),
  /** Name of the variable that makes the pair whole, in the same container. */
  companion: z.string().nullable(),
  certainty: z.enum(['certain', 'likely']),
  /** What to do, one sentence. */
  advice: z.string(),
  foundAt: z.string(),
});
export type Finding = z.infer<typeof finding>;
