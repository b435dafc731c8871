import { roleNameOf } from '../../aws/arn.ts';
import { maskKeyId } from '../../aws/key-id.ts';
import type { WorkloadState } from '../workload.ts';
import type { Ec2Source } from './sources.ts';
import type { UserDataFinding } from './user-data.ts';

/** What decides the state of a workload of EC2: what is in use of it alone. */
export interface Ec2StateFacts {
  findings: Pick<UserDataFinding, 'kind' | 'variable' | 'keyId'>[];
  /** Role that its instances have, or would be launched with. */
  roleArn: string | null;
  /** Why that is not known; null where it is. */
  roleUnread: string | null;
  /** User data that could not be read, in words. */
  unread: string[];
  /** Nothing is launched from it. */
  isIdle: boolean;
  /** A run proved that what is in use works with this very role. */
  isProven: boolean;
}

export const keyKinds: ReadonlySet<UserDataFinding['kind']> = new Set(['static-key', 'half-pair', 'custom-name-key', 'expired-temporary']);

/** The state of a workload of EC2 and one sentence why. A role that is there and does not answer is shadowed (D-66). */
export function ec2StateOf(facts: Ec2StateFacts): { state: WorkloadState; why: string } {
  const { findings, roleArn } = facts;
  const keyed = findings.filter(({ kind }) => keyKinds.has(kind));
  const role = roleArn === null ? null : (roleNameOf(roleArn) ?? roleArn);
  if (role !== null && findings.some(({ kind }) => kind === 'role-has-no-effect')) {
    return {
      state: 'shadowed',
      why: `${role} is there and has no effect: ${names(keyed)} in user data answer${plural(keyed) ? '' : 's'} first.`,
    };
  }
  if (keyed.length > 0) return { state: 'static-keys', why: whyKeyed(keyed) };
  if (facts.unread.length > 0) return { state: 'unknown', why: `User data that could not be read: ${facts.unread.join('; ')}.` };
  if (facts.roleUnread !== null)
    return { state: 'unknown', why: `No key in its user data; which role it has is not known: ${facts.roleUnread}.` };
  if (facts.isIdle) return { state: 'no-credentials', why: 'No key in its user data, and nothing is launched from it.' };
  if (role === null) return { state: 'no-credentials', why: 'No key in its user data and no role in an instance profile.' };
  if (facts.isProven) return { state: 'verified', why: `${role} was seen in use on what runs now, and no key is left in its user data.` };
  return { state: 'role-unproven', why: `${role} is there and no key in user data is in the way; its use was not proved here.` };
}

/** What a person would do next. */
export function ec2NextStepOf(
  state: WorkloadState,
  { kind, launchConfigurationName, instances }: Pick<Ec2Source, 'kind' | 'launchConfigurationName' | 'instances'>,
  facts: { managedBy: string | null; onlyCustomNames: boolean; foreignKey: boolean },
): string {
  if (state === 'unknown') return 'Let the console read it, or look into its user data by hand; then scan again.';
  if (state === 'role-unproven') return 'Watch its role in use.';
  if (state === 'verified') return 'Watch the key until it is silent.';
  if (state === 'no-credentials') return 'Nothing to do.';
  if (facts.managedBy !== null) return `Change it through ${facts.managedBy}, which takes every other change back.`;
  if (kind === 'launch-template') return 'Delete the versions that hold the key: nothing is launched from them.';
  if (kind === 'launch-configuration') return 'Delete it: nothing is launched from it.';
  if (facts.onlyCustomNames) return 'Change the application: it hands the key to its SDK itself.';
  if (facts.foreignKey) return 'Plan a chain: its key belongs to another account, where a role must be assumed.';
  const shadowed = state === 'shadowed';
  if (kind === 'instance') {
    const isStopped = instances.every((one) => one.state === 'stopped');
    const first = shadowed ? 'Let its role do what the key is used for' : 'Associate a role';
    return isStopped
      ? `${first} and take the key out of its user data while it is stopped.`
      : `${first}, then take the key from its processes and its user data.`;
  }
  return launchConfigurationName === null
    ? `Give its launch template a version ${shadowed ? 'without the key, once its role may do what the key is used for' : 'with a role and without the key'}.`
    : 'Move it to a launch template with a role and without the key.';
}

function whyKeyed(keyed: Ec2StateFacts['findings']): string {
  const keyId = keyed.find((one) => one.keyId !== null)?.keyId ?? null;
  const id = keyId === null ? '' : ` (${maskKeyId(keyId)})`;
  if (keyed.every(({ kind }) => kind === 'half-pair')) return `${names(keyed)} is set in its user data without its other half${id}.`;
  if (keyed.every(({ kind }) => kind === 'expired-temporary')) return `A temporary credential lies in its user data${id}.`;
  if (keyed.every(({ kind }) => kind === 'custom-name-key'))
    return `A key lies in its user data under the application’s own names: ${names(keyed)}${id}.`;
  return `${names(keyed)} in its user data carr${plural(keyed) ? 'y' : 'ies'} a static key${id}.`;
}

const distinct = (keyed: Ec2StateFacts['findings']): string[] => [...new Set(keyed.map((one) => one.variable ?? 'A key without a name'))];
const plural = (keyed: Ec2StateFacts['findings']): boolean => distinct(keyed).length > 1;
function names(keyed: Ec2StateFacts['findings']): string {
  const all = distinct(keyed);
  return all.length <= 2 ? all.join(' and ') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
