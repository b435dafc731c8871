import type { AccessKey } from '../keys/access-key.ts';
import type { Workload } from './workload.ts';

export interface NextStep {
  workloadId: string;
  workloadName: string;
  reason: string;
}

const most = 3;

/**
 * The best next steps: workloads with keys that the console can move itself, the simplest first (a key of one user in this account, in few
 * places, used by one workload), and of equals the one with the oldest key. `now` gives the age.
 */
export function nextSteps(workloads: readonly Workload[], keys: readonly AccessKey[], now: Date): NextStep[] {
  const keyOf = new Map(keys.map((key) => [`${key.accountId}|${key.keyId}`, key]));
  return workloads
    .filter(isMovable)
    .map((workload) => ({ workload, key: keyOf.get(`${workload.accountId}|${workload.keys[0]?.keyId}`) ?? null }))
    .toSorted((a, b) => weight(a.workload, a.key) - weight(b.workload, b.key) || ageDays(b.key, now) - ageDays(a.key, now))
    .slice(0, most)
    .map(({ workload, key }) => ({ workloadId: workload.id, workloadName: workload.name, reason: reasonOf(workload, key, now) }));
}

function isMovable({ state, kind, deploymentController, flags }: Workload): boolean {
  return (
    (state === 'static-keys' || state === 'shadowed') &&
    kind === 'service' &&
    deploymentController === 'ECS' &&
    !flags.managedElsewhere &&
    !flags.moving
  );
}

/** Less is simpler. */
function weight(workload: Workload, key: AccessKey | null): number {
  if (key === null) return 100;
  const owned = key.ownerState === 'known' ? 0 : 50;
  const shared = (key.workloads.length - 1) * 10;
  const pinned = workload.revision === workload.newestRevision ? 0 : 5;
  const rest = workload.variables.some((name) => !name.startsWith('AWS_')) ? 1 : 0;
  // Permissions that no role is given ask for a document of the operator's; half a pair has not worked for a while.
  const tooMuch = key.ownerDangers?.length ? 15 : 0;
  const half = workload.variables.length < 2 ? 3 : 0;
  return owned + shared + pinned + rest + tooMuch + half + (key.prefix === 'AKIA' ? 0 : 20);
}

function reasonOf(workload: Workload, key: AccessKey | null, now: Date): string {
  if (key === null) return `${workload.variables.join(', ')} in its environment`;
  const parts = [key.owner === null ? 'key whose owner is not known' : `key of ${key.owner}`];
  if (key.createdAt !== null) parts.push(`${ageDays(key, now)} days old`);
  if (key.ownerDangers?.length) parts.push('its user may do more than a role is given');
  parts.push(key.workloads.length === 1 ? 'used by no other workload' : `shared by ${key.workloads.length} workloads`);
  return parts.join(', ');
}

function ageDays(key: AccessKey | null, now: Date): number {
  return key?.createdAt == null ? 0 : Math.floor((now.getTime() - new Date(key.createdAt).getTime()) / 86_400_000);
}
