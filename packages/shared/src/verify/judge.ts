import type { ProbeResult } from '../probes/probe.ts';
import { probeEvidence } from './judge-probes.ts';
import type { Evidence, Verification } from './verification.ts';

/** What was read after the cut-over; null where it could not be read. */
export interface VerificationFacts {
  now: string;
  /** When the service was pointed at the new revision. */
  cutOverAt: string;
  /** When the last task of the old revision was gone: until then the old key is rightly used. */
  oldTasksGoneAt: string;
  roleName: string;
  newRevision: string;
  tasks: { total: number; onNewRevision: number } | null;
  /** Credential variables in the new revision or in the overrides of its running tasks, as "container: NAME". */
  credentialVariables: string[] | null;
  roleLastUsedAt: string | null;
  /** CloudTrail calls under the role since the cut-over; AssumeRole by ecs-tasks is not among them: it shows receipt, not use. */
  roleCalls: RoleCalls | null;
  keyUses: { keyId: string; lastUsedAt: string | null }[] | null;
  otherPlaces: string[];
  /** How the workload's functional probes went after the cut-over; none where none is defined. */
  probes: ProbeResult[];
}

export interface RoleCalls {
  allowed: number;
  denied: number;
  lastDenied: string | null;
  /** How many tasks were looked at; `newest`: of some, only so many of the newest events were read. */
  looked: { sessions: number; of: number; newest: number | null };
  /** Each Region tells its own events alone (D-60): those that were read, and those that refused. */
  regions: string[];
  unreadRegions: string[];
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Facts → what is proven (D-62). verified needs every running task on the new revision, no credential variable left, a use of the role after
 * the cut-over, no denied call since, and that every functional probe passes; a failing one fails it all, which keeps the key from being retired. Key silence is judged apart and gates retirement only.
 */
export function judgeVerification(facts: VerificationFacts): Verification {
  const denied = deniedEvidence(facts);
  const probes = facts.probes.map(probeEvidence);
  const evidence = [tasksEvidence(facts), variablesEvidence(facts), useEvidence(facts), denied, ...probes];
  const failing = [denied, ...probes].some((one) => one.state === 'no');
  const proven = evidence.every((one) => one.state === 'yes');
  return {
    state: failing ? 'failing' : proven ? 'verified' : 'unproven',
    evidence,
    keySilence: keySilence(facts),
    remains: remains(facts),
    checkedAt: facts.now,
  };
}

function tasksEvidence({ tasks, newRevision, now }: VerificationFacts): Evidence {
  const claim = `Every running task is on ${newRevision}`;
  const source = 'ecs:DescribeTasks';
  if (tasks === null) return { claim, state: 'unknown', source, detail: 'The tasks could not be read.', at: now };
  const old = tasks.total - tasks.onNewRevision;
  if (tasks.total === 0) return { claim, state: 'not-yet', source, detail: 'No task runs.', at: now };
  if (old > 0) return { claim, state: 'not-yet', source, detail: `${old} of ${tasks.total} tasks still old.`, at: now };
  return { claim, state: 'yes', source, detail: `${tasks.total} of ${tasks.total} tasks.`, at: now };
}

function variablesEvidence({ credentialVariables, now }: VerificationFacts): Evidence {
  const claim = 'No credential variable is left in the definition or in overrides of running tasks';
  const source = 'ecs:DescribeTaskDefinition, ecs:DescribeTasks';
  if (credentialVariables === null) return { claim, state: 'unknown', source, detail: 'They could not be read.', at: now };
  if (credentialVariables.length === 0) return { claim, state: 'yes', source, detail: 'None found.', at: now };
  return { claim, state: 'no', source, detail: credentialVariables.join(', '), at: now };
}

function useEvidence({ roleCalls, roleLastUsedAt, cutOverAt, roleName, now }: VerificationFacts): Evidence {
  const claim = `${roleName} was used after the cut-over`;
  if (roleCalls !== null && roleCalls.allowed > 0) {
    const detail = `${roleCalls.allowed} call${roleCalls.allowed === 1 ? '' : 's'} as assumed-role/${roleName}/….`;
    return { claim, state: 'yes', source: 'cloudtrail:LookupEvents', detail, at: now };
  }
  if (roleLastUsedAt !== null && roleLastUsedAt >= cutOverAt) {
    return { claim, state: 'yes', source: 'iam:GetRole RoleLastUsed', detail: `Last used ${roleLastUsedAt}.`, at: now };
  }
  const state = roleCalls === null && roleLastUsedAt === null ? 'unknown' : 'not-yet';
  const detail = 'No use of the role is visible yet; on AWS this can take minutes to hours.';
  return { claim, state, source: 'iam:GetRole RoleLastUsed, cloudtrail:LookupEvents', detail, at: now };
}

function deniedEvidence({ roleCalls, roleName, now }: VerificationFacts): Evidence {
  const claim = 'No call of the role was denied since the cut-over';
  const source = 'cloudtrail:LookupEvents';
  if (roleCalls === null) return { claim, state: 'unknown', source, detail: 'CloudTrail could not be read.', at: now };
  if (roleCalls.denied > 0)
    return {
      claim,
      state: 'no',
      source,
      detail: `${roleCalls.denied} denied, last ${roleCalls.lastDenied ?? ''} by ${roleName}.`,
      at: now,
    };
  const { sessions, of, newest } = roleCalls.looked;
  const looked = `${newest === null ? '' : `, the newest ${newest} of each task,`}${sessions < of ? ` of ${sessions} of ${of} tasks` : ''}`;
  const seen = `None among the management events${looked} of ${roleCalls.regions.join(', ')}; data events are not visible here.`;
  if (roleCalls.unreadRegions.length === 0) return { claim, state: 'yes', source, detail: seen, at: now };
  return {
    claim,
    state: 'unknown',
    source,
    detail: `${seen} CloudTrail could not be read in ${roleCalls.unreadRegions.join(', ')}.`,
    at: now,
  };
}

/** silent is only said a day after the cut-over: last-used dates are late (D-59, D-89). */
export function keySilence({
  keyUses,
  oldTasksGoneAt,
  now,
}: Pick<VerificationFacts, 'keyUses' | 'oldTasksGoneAt' | 'now'>): Verification['keySilence'] {
  if (keyUses === null) return { state: 'unknown', detail: 'The last use of the key could not be read.', at: null };
  if (keyUses.length === 0) return { state: 'unknown', detail: 'No key of this account was found in the old revision.', at: null };
  const used = keyUses.find((key) => key.lastUsedAt !== null && key.lastUsedAt > oldTasksGoneAt);
  if (used)
    return {
      state: 'used',
      detail: `The key ${masked(used.keyId)} was used after the cut-over: something else has it too.`,
      at: used.lastUsedAt,
    };
  if (Date.parse(now) - Date.parse(oldTasksGoneAt) < dayMs) {
    return { state: 'too-early', detail: 'No use since the cut-over, which is less than 24 hours ago: too early to say.', at: now };
  }
  return { state: 'silent', detail: 'No use since the cut-over.', at: now };
}

function remains({ otherPlaces, keyUses }: VerificationFacts): string[] {
  const keys = keyUses?.length ?? 0;
  return [
    ...otherPlaces,
    'Old revisions still show the key in plain text to everyone who may describe them; only deleting the key ends that.',
    'The next deployment from the service’s own repository or pipeline brings the variables back unless they are removed there too.',
    ...(keys > 0
      ? ['The key itself is still active. Retiring it (deactivate, wait, delete) is not done here yet; leave it active until then.']
      : []),
  ];
}

const masked = (keyId: string): string => `${keyId.slice(0, 4)}…${keyId.slice(-4)}`;

/** Before anything was changed or read. */
export const notVerified: Verification = {
  state: 'unproven',
  evidence: [],
  keySilence: { state: 'unknown', detail: 'Not looked at yet.', at: null },
  remains: [],
  checkedAt: null,
};
