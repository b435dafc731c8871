import type { KnownPrincipal } from '../iam/known-principal.ts';

/**
 * What a scan knows of a condition key of sts:AssumeRole when a user or role calls. known: its value, or that AWS never sends it then.
 * chosen: whoever calls picks it. open: it depends on the session, the network, the organisation or the time.
 */
export type KeyStanding = 'known' | 'chosen' | 'open';

/** What the standing of a key depends on. */
export interface CallerKind {
  kind: KnownPrincipal['kind'];
  /** May sessions carry tags over those of the role? */
  taggable: () => boolean;
}

/**
 * Standing of a condition key (lower case). A user is taken to sign with its access key, a role with a session of it.
 * Source: IAM reference_policies_condition-keys, reference_policies_iam-condition-keys.
 */
export function standingOf(key: string, { kind, taggable }: CallerKind): KeyStanding {
  if (chosenKeys.has(key) || key.startsWith('aws:requesttag/')) return 'chosen';
  // A user may call with a code of its MFA device; a session has what it was made with.
  if (key.startsWith('aws:multifactorauth')) return kind === 'user' ? 'chosen' : 'open';
  if (key.startsWith('aws:principaltag/')) return taggable() ? 'open' : 'known';
  if (knownKeys.has(key) || key.startsWith('aws:resourcetag/') || key.startsWith('iam:resourcetag/')) return 'known';
  if (userKeys.has(key)) return kind === 'user' ? 'known' : 'open';
  return 'open';
}

/** What the caller has to do to meet a condition on a key that it chooses itself. `anyId`: the trust policy takes every external id (`*`). */
export function wordsOfChosen(key: string, anyId: boolean): string {
  if (key === 'sts:externalid') return anyId ? 'sends any external id at all' : 'knows the external id';
  if (key === 'sts:rolesessionname') return 'takes a session name that is accepted';
  if (key === 'sts:sourceidentity') return 'sets a source identity that is accepted';
  if (key.startsWith('aws:multifactorauth')) return 'gives a code of an MFA device';
  return 'sends the session tags that are asked for';
}

/** Why the value of an open key is not known. */
export function whyOpen(key: string): string {
  if (/^aws:principalorg/.test(key)) return 'the organisation is not scanned';
  if (/^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce)/.test(key)) return 'it depends on where the call comes from';
  if (/^aws:(currenttime|epochtime)$/.test(key)) return 'it depends on the time of the call';
  if (key.startsWith('aws:principaltag/')) return 'a session of the role may carry other tags than the role';
  if (userKeys.has(key) || key.startsWith('aws:multifactorauth') || key === 'aws:sourceidentity')
    return 'it depends on the caller’s session';
  return 'a scan does not see it';
}

const chosenKeys = new Set(['sts:externalid', 'sts:rolesessionname', 'sts:sourceidentity', 'aws:tagkeys', 'sts:transitivetagkeys']);

const knownKeys = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:username',
  'aws:resourceaccount',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:securetransport',
  'aws:viaawsservice',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
]);

/** Certain for a user's long-term key, and not for a session. */
const userKeys = new Set(['aws:userid', 'aws:tokenissuetime', 'aws:federatedprovider', 'aws:sourceidentity', 'aws:assumedroot']);
