import type { AccessKey } from '../keys/access-key.ts';
import type { Workload, WorkloadKind } from './workload.ts';

/** Kinds of workload that a plan moves. */
export const movableKinds = ['service', 'auto-scaling-group', 'instance'] as const satisfies WorkloadKind[];

export interface NextStep {
  workloadId: string;
  workloadName: string;
  kind: WorkloadKind;
  reason: string;
}

/** A workload with what is not in its row. */
export interface NextCandidate {
  workload: Workload;
  /** A person has to edit its user data before the key is out of it. */
  isManual: boolean;
}

interface Ranked extends NextCandidate {
  key: AccessKey | null;
  weight: number;
}

const most = 3;

/**
 * The best next steps: workloads with keys that the console can move itself, the simplest first (a key of one user in this account, in few
 * places, used by one workload), and of equals the one with the oldest key: three, the best of each kind among them. `now` gives the age.
 */
export function nextSteps(candidates: readonly NextCandidate[], keys: readonly AccessKey[], now: Date): NextStep[] {
  const keyOf = new Map(keys.map((key) => [`${key.accountId}|${key.keyId}`, key]));
  const ranked = candidates
    .filter(({ workload }) => isMovable(workload))
    .map((one) => {
      const key = keyOf.get(`${one.workload.accountId}|${one.workload.keys[0]?.keyId}`) ?? null;
      return { ...one, key, weight: weightOf(one, key) };
    })
    .toSorted((a, b) => a.weight - b.weight || ageDays(b.key, now) - ageDays(a.key, now));
  const ofKinds = movableKinds.flatMap((kind) => ranked.find(({ workload }) => workload.kind === kind) ?? []);
  const chosen = [...new Set([...ofKinds, ...ranked])].slice(0, most);
  const best = ranked.filter((one) => chosen.includes(one));
  return best.map((one) => ({
    ...{ workloadId: one.workload.id, workloadName: one.workload.name, kind: one.workload.kind },
    reason: reasonOf(one, now),
  }));
}

function isMovable({ state, kind, deploymentController, flags }: Workload): boolean {
  return (
    (state === 'static-keys' || state === 'shadowed') &&
    (movableKinds as readonly WorkloadKind[]).includes(kind) &&
    (kind !== 'service' || deploymentController === 'ECS') &&
    !flags.managedElsewhere &&
    !flags.moving
  );
}

/** Less is simpler. */
function weightOf({ workload, isManual }: NextCandidate, key: AccessKey | null): number {
  if (key === null) return 100;
  const owned = key.ownerState === 'known' ? 0 : 50;
  const shared = (key.workloads.length - 1) * 10;
  const pinned = workload.revision === workload.newestRevision ? 0 : 5;
  const rest = workload.variables.some((name) => !name.startsWith('AWS_')) ? 1 : 0;
  // Permissions that no role is given ask for a document of the operator's; half a pair has not worked for a while.
  const tooMuch = key.ownerDangers?.length ? 15 : 0;
  const half = workload.variables.length < 2 ? 3 : 0;
  return owned + shared + pinned + rest + tooMuch + half + effort(workload, isManual) + (key.prefix === 'AKIA' ? 0 : 20);
}

/** A group is rolled out while it serves; what runs on one instance keeps its key until somebody starts it again; an edit by hand comes on top. */
function effort({ kind, ec2 }: Workload, isManual: boolean): number {
  const ofInstance = kind === 'instance' ? 4 : 0;
  // Where nothing runs, nobody would see the role at work.
  const idle = ec2 !== null && ec2.states.running === undefined ? 1 : 0;
  return (kind === 'auto-scaling-group' ? 1 : ofInstance) + idle + (isManual ? 8 : 0);
}

function reasonOf({ workload, key, isManual }: Ranked, now: Date): string {
  const place = workload.ec2 === null ? 'its environment' : 'its user data';
  if (key === null) return `${workload.variables.join(', ')} in ${place}`;
  const parts = [key.owner === null ? 'key whose owner is not known' : `key of ${key.owner}`];
  if (key.createdAt !== null) parts.push(`${ageDays(key, now)} days old`);
  if (key.ownerDangers?.length) parts.push('its user may do more than a role is given');
  parts.push(key.workloads.length === 1 ? 'used by no other workload' : `shared by ${key.workloads.length} workloads`);
  if (workload.ec2 !== null)
    parts.push(isManual ? 'a person has to edit its user data' : 'its key lines go out of the user data by themselves');
  return parts.join(', ');
}

function ageDays(key: AccessKey | null, now: Date): number {
  return key?.createdAt == null ? 0 : Math.floor((now.getTime() - new Date(key.createdAt).getTime()) / 86_400_000);
}
