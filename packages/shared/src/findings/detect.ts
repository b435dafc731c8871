import { credentialRoleOf } from '../aws/credential-role.ts';
import { accountIdOfKeyId, prefixOfKeyId } from '../aws/key-id.ts';
import { isCredentialVariable } from '../aws/task-definition.ts';
import { adviceFor } from './advice.ts';
import { nameSays } from './classify.ts';
import { effective, secretVariablesOf, type Variable, variablesOf } from './environment.ts';
import type { Finding } from './finding.ts';

/** A finding as one document shows it; whose workload it is and whether it is in use is known later. */
export type RevisionFinding = Pick<Finding, 'kind' | 'keyId' | 'keyAccountId' | 'fingerprint' | 'companion' | 'certainty' | 'advice'> & {
  container: string;
  place: 'environment' | 'override';
  variable: string;
  index: number;
};

type Document = Record<string, unknown>;
interface ContainerLike {
  name?: unknown;
  environment?: unknown;
  secrets?: unknown;
}

/**
 * Everything that a task definition shows in the environment of its containers (place 1 of D-09), raw or masked. Pure; `fingerprint` is
 * needed for a raw document only. Example keys, ARNs, git SHAs and IAM's own identifiers are never reported (D-13).
 */
export function detectInTaskDefinition(document: Document, fingerprint?: (value: string) => string): RevisionFinding[] {
  const hasRole = typeof document.taskRoleArn === 'string' && document.taskRoleArn !== '';
  return containersOf(document).flatMap((container) => {
    const listed = variablesOf(container.environment, 'environment', fingerprint);
    return detectInContainer(nameOf(container), listed, secretVariablesOf(container.secrets), hasRole);
  });
}

/**
 * What a running task's overrides add to its definition (D-32). Only findings that lie in the overrides themselves are given; an override
 * may also make a pair whole whose other half is in the definition.
 */
export function detectInOverrides(document: Document, overrides: Document, fingerprint?: (value: string) => string): RevisionFinding[] {
  const overridden = overrides.taskRoleArn ?? document.taskRoleArn;
  const hasRole = typeof overridden === 'string' && overridden !== '';
  const byName = new Map(containersOf(document).map((container) => [nameOf(container), container]));
  return containerOverrides(overrides).flatMap((override) => {
    const container = byName.get(nameOf(override)) ?? {};
    const own = variablesOf(override.environment, 'override', fingerprint);
    const beneath = effective(variablesOf(container.environment, 'environment', fingerprint), secretVariablesOf(container.secrets));
    return detectInContainer(nameOf(override), own, beneath, hasRole);
  });
}

/** Findings among `reported`; `others` are variables that count for wholeness and are reported elsewhere or not at all. */
function detectInContainer(container: string, reported: Variable[], others: Variable[], hasRole: boolean): RevisionFinding[] {
  const seen = effective(others, reported);
  const id = seen.find((one) => credentialRoleOf(one.name) === 'id' && one.isSet);
  const secret = seen.find((one) => credentialRoleOf(one.name) === 'secret' && one.isSet);
  const isWhole = id !== undefined && secret !== undefined;
  const isTemporary = id?.keyId?.startsWith('ASIA') === true;
  const customIds = seen.filter((one) => !isCredentialVariable(one.name) && one.keyId !== null);

  const found: RevisionFinding[] = [];
  const add = (
    one: Variable,
    kind: RevisionFinding['kind'],
    keyId: string | null,
    companion: string | null,
    certainty: 'certain' | 'likely',
  ) => {
    if (one.place === 'secrets') return;
    found.push({
      kind,
      keyId,
      keyAccountId: keyId === null ? null : accountIdOfKeyId(keyId),
      fingerprint: kind === 'role-has-no-effect' ? null : one.fingerprint,
      companion,
      certainty,
      advice: adviceFor(kind, one.name, companion),
      container,
      place: one.place,
      variable: one.name,
      index: one.index,
    });
  };

  for (const one of reported) {
    if (!one.isSet) continue;
    if (isCredentialVariable(one.name)) {
      const role = credentialRoleOf(one.name);
      const half = role === 'id' ? secret : id;
      const keyId = one.keyId ?? (role === 'id' ? null : (id?.keyId ?? null));
      const kind = role === 'file' ? 'static-key' : !isWhole ? 'half-pair' : isTemporary ? 'expired-temporary' : 'static-key';
      const isKeyLike = one.keyId !== null || one.class === 'secret-access-key' || one.class === 'session-token';
      add(one, kind, keyId, half?.name ?? null, isKeyLike ? 'certain' : 'likely');
    } else if (one.keyId !== null) {
      const companion = companionOf(one, seen);
      const isLongTerm = prefixOfKeyId(one.keyId) === 'AKIA';
      const kind = prefixOfKeyId(one.keyId) === 'ASIA' ? 'expired-temporary' : 'custom-name-key';
      add(one, kind, one.keyId, companion?.name ?? null, isLongTerm ? 'certain' : 'likely');
      for (const keyId of one.moreKeyIds) add(one, kind, keyId, null, 'likely');
    } else if (one.class === 'secret-access-key' && customIds.length > 0) {
      const owner = nearest(one, customIds);
      add(one, 'custom-name-key', owner?.keyId ?? null, owner?.name ?? null, 'likely');
    } else if (one.class === 'other-secret' || (one.class === 'secret-access-key' && nameSays(one.name) !== 'setting')) {
      // D-12: forty characters alone are a secret only beside a key id, or under a name that says so.
      add(one, 'other-secret', null, null, 'likely');
    }
  }
  const first = found.find((one) => one.kind === 'static-key' || one.kind === 'expired-temporary');
  const shadowing = reported.find((one) => one.name === first?.variable && one.index === first.index);
  if (hasRole && isWhole && shadowing !== undefined) add(shadowing, 'role-has-no-effect', id.keyId, null, 'certain');
  return found;
}

/** The secret that belongs to a key id under a custom name: the one whose name is most like it. */
function companionOf(id: Variable, seen: Variable[]): Variable | undefined {
  return nearest(
    id,
    seen.filter((one) => !isCredentialVariable(one.name) && one.class === 'secret-access-key' && one.name !== id.name),
  );
}

function nearest(to: Variable, among: Variable[]): Variable | undefined {
  return among.toSorted((a, b) => sharedPrefix(b.name, to.name) - sharedPrefix(a.name, to.name))[0];
}

function sharedPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

const nameOf = (container: ContainerLike): string => (typeof container.name === 'string' ? container.name : '');
const containersOf = (document: Document): ContainerLike[] =>
  Array.isArray(document.containerDefinitions) ? (document.containerDefinitions as ContainerLike[]) : [];
const containerOverrides = (overrides: Document): ContainerLike[] =>
  Array.isArray(overrides.containerOverrides) ? (overrides.containerOverrides as ContainerLike[]) : [];
