import { roleNameOf } from '../aws/arn.ts';
import { maskKeyId } from '../aws/key-id.ts';
import { isCredentialVariable } from '../aws/task-definition.ts';
import type { RevisionFinding } from '../findings/detect.ts';
import type { WorkloadState } from './workload.ts';

/** What decides a workload's state: only what is in use of it. */
export interface StateFacts {
  /** Findings in its revisions in use and in the overrides of its running tasks. */
  findings: Pick<RevisionFinding, 'kind' | 'variable' | 'keyId'>[];
  taskRoleArn: string | null;
  /** Revisions in use that could not be read, in words; empty when all were. */
  unread: string[];
  /** Nothing of it can start: no ACTIVE revision and nothing runs. */
  isRetired: boolean;
  /** Names of D-04 that come from Secrets Manager or Parameter Store. */
  credentialSecrets: string[];
  environmentFiles: number;
  /** Variables of D-05, which point into the image or a volume. */
  profileVariables: string[];
  /** A run proved that this very revision works with this very role. */
  isProven: boolean;
}

const keyKinds = new Set<RevisionFinding['kind']>(['static-key', 'half-pair', 'custom-name-key', 'expired-temporary']);

/** The state of a workload and one sentence why. Configuration alone never makes it verified (D-62). */
export function stateOf(facts: StateFacts): { state: WorkloadState; why: string } {
  const { findings, taskRoleArn } = facts;
  const keyed = findings.filter((one) => keyKinds.has(one.kind));
  const role = taskRoleArn === null ? null : (roleNameOf(taskRoleArn) ?? taskRoleArn);
  if (keyed.length > 0 && findings.some((one) => one.kind === 'role-has-no-effect')) {
    return { state: 'shadowed', why: `${role} is set and has no effect: ${names(keyed)} answer${plural(keyed) ? '' : 's'} first.` };
  }
  if (keyed.length > 0) return { state: 'static-keys', why: whyKeyed(keyed) };
  if (facts.unread.length > 0) return { state: 'unknown', why: `Not readable: ${facts.unread.join('; ')}.` };
  if (facts.credentialSecrets.length > 0) {
    return {
      state: 'unknown',
      why: `${facts.credentialSecrets.join(' and ')} come${facts.credentialSecrets.length > 1 ? '' : 's'} from a secret whose value is not read.`,
    };
  }
  if (facts.isRetired) return { state: 'no-credentials', why: 'Nothing of it can start: it has no ACTIVE revision.' };
  if (role === null && facts.environmentFiles > 0) {
    return { state: 'unknown', why: 'It has no role and reads environment files, which are not inspected.' };
  }
  if (role === null && facts.profileVariables.length > 0) {
    const point = `${facts.profileVariables.join(' and ')} point${facts.profileVariables.length > 1 ? '' : 's'}`;
    return { state: 'unknown', why: `It has no role, and ${point} into the image or a volume, which is not inspected.` };
  }
  if (role === null) return { state: 'no-credentials', why: 'No key in its environment and no task role.' };
  if (facts.isProven) return { state: 'verified', why: `${role} was seen in use on this revision, and no key is left in it.` };
  return { state: 'role-unproven', why: `${role} is set and no key is in the way; its use was not proved here.` };
}

/** What a person would do next. */
export function nextStepOf(
  state: WorkloadState,
  kind: 'service' | 'standalone' | 'family',
  facts: { managedBy: string | null; controller: string | null; onlyCustomNames: boolean; foreignKey: boolean },
): string {
  switch (state) {
    case 'static-keys':
    case 'shadowed':
      if (facts.onlyCustomNames) return 'Change the application: it hands the key to its SDK itself.';
      if (facts.managedBy !== null) return `Export the patch for ${facts.managedBy}.`;
      if (kind !== 'service') return 'Take the keys out where its tasks are started; moving these comes later.';
      if (facts.controller !== null && facts.controller !== 'ECS') return `Not ours to move: deployments go through ${facts.controller}.`;
      if (facts.foreignKey) return 'Plan a chain: its key belongs to another account, where a role must be assumed.';
      return 'Move it to a role.';
    case 'unknown':
      return 'Let the console read it, then scan again.';
    case 'role-unproven':
      return 'Watch its role in use.';
    case 'verified':
      return 'Watch the key until it is silent.';
    case 'no-credentials':
      return 'Nothing to do.';
  }
}

function whyKeyed(keyed: StateFacts['findings']): string {
  const keyId = keyed.find((one) => one.keyId !== null)?.keyId ?? null;
  const id = keyId === null ? '' : ` (${maskKeyId(keyId)})`;
  if (keyed.every((one) => one.kind === 'half-pair')) return `${names(keyed)} is set without its other half${id}.`;
  if (keyed.every((one) => one.kind === 'expired-temporary')) return `A temporary credential lies in its environment${id}.`;
  if (keyed.every((one) => !isCredentialVariable(one.variable)))
    return `A key lies in its environment under the application's own names: ${names(keyed)}${id}.`;
  return `${names(keyed)} carr${plural(keyed) ? 'y' : 'ies'} a static key${id}.`;
}

const distinct = (keyed: StateFacts['findings']): string[] => [...new Set(keyed.map((one) => one.variable))];
const plural = (keyed: StateFacts['findings']): boolean => distinct(keyed).length > 1;
function names(keyed: StateFacts['findings']): string {
  const all = distinct(keyed);
  return all.length <= 2 ? all.join(' and ') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
