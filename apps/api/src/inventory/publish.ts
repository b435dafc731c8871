import type { RevisionFinding } from '@rolewright/shared/findings/detect.ts';
import { deriveWorkload, type InUseFinding, type RevisionFacts, type StoredDetail } from '@rolewright/shared/inventory/derive.ts';
import type { ProfileFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import {
  addNotInspected,
  nothingLeftOut,
  notInspectedIn,
  notInspectedInOverrides,
  notInspectedInRules,
  notInspectedPlaces,
} from '@rolewright/shared/inventory/not-inspected.ts';
import type { CoverageReason } from '@rolewright/shared/inventory/scan.ts';
import { pinnedArns, sourcesOf, type WorkloadSource } from '@rolewright/shared/inventory/sources.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { AccountAuthorization } from '../aws/port.ts';
import { ec2Result } from './ec2-result.ts';
import type { KeyLookup } from './key-facts.ts';
import type { OwningStacks } from './owning-stacks.ts';
import { type FoundPlace, findingsOfRegion } from './place-findings.ts';
import {
  familiesOf,
  forgetUnlisted,
  type HoldingRevision,
  knownKeyIds,
  proofsOf,
  revisionsByArn,
  revisionsThatHold,
  unreadFamilies,
} from './published-reads.ts';
import { writeResults } from './published-writes.ts';
import type { RegionEc2 } from './read-ec2.ts';
import type { RegionInUse } from './read-in-use.ts';
import type { ScanSession } from './scan-session.ts';
import { workloadId } from './workload-id.ts';

/** What a scan learnt of the account as a whole. */
export interface AccountResult {
  awsAccountId: string;
  /** null: IAM refused. */
  principals: AccountAuthorization | null;
  /** null: IAM refused. */
  profiles: ProfileFacts[] | null;
  keys: KeyLookup;
  stacks: OwningStacks;
}

/** A Region's rows, ready to be written. */
export interface RegionResult {
  region: string;
  /** Whose workloads these are: those of the other stay as they are. */
  service: 'ecs' | 'ec2';
  workloads: { workload: Workload; detail: StoredDetail }[];
  findings: FoundPlace[];
  unreadClusters: string[];
  /** false: it was not readable at all, and what was known of it stays. */
  wasRead: boolean;
}

const keyKinds = new Set<RevisionFinding['kind']>(['static-key', 'half-pair', 'custom-name-key', 'expired-temporary']);

/**
 * Derives workloads, findings, keys and roles from what was read so far and writes them in one transaction. `in-use` shows what runs while the
 * history is still being read; `all` replaces everything that the scan could see, and leaves what it could not see as it was.
 */
export async function publish(
  session: ScanSession,
  regions: RegionInUse[],
  machines: RegionEc2[],
  account: AccountResult,
  stage: 'in-use' | 'all',
): Promise<void> {
  const results: RegionResult[] = [];
  // Keys in what this scan could not read are asked for too: nothing that is known of them is to be overwritten by "not looked up".
  await account.keys.lookUp(await knownKeyIds(session.deps.db, session.accountId));
  for (const region of regions) results.push(await resultOf(session, region, account, stage));
  for (const region of machines) results.push(await ec2Result(session, region, account, stage));
  await writeResults(session, results, account, stage);
}

async function resultOf(session: ScanSession, found: RegionInUse, account: AccountResult, stage: 'in-use' | 'all'): Promise<RegionResult> {
  const { accountId, scanId } = session;
  const { db } = session.deps;
  const { region, unreadClusters } = found;
  const wasRead = !session.book.hasFailed(region, 'ecs');
  if (!wasRead) return { region, service: 'ecs', workloads: [], findings: [], unreadClusters, wasRead };
  const shelf = { accountId, region, scanId };
  if (stage === 'all') {
    if (isFullyListed(session, region)) await forgetUnlisted(db, shelf);
    for (const { family, reason, count } of await unreadFamilies(db, shelf)) {
      session.book.gap(region, 'ecs', reason as CoverageReason, `task definition family ${family}`, count);
    }
  }
  // Before the history is read, an earlier scan's is what is known of it.
  const families = await familiesOf(db, shelf);
  const holding = await revisionsThatHold(db, shelf);
  const sources = sourcesOf(found.services, found.tasks, found.rules, stage === 'all' ? families : []);
  const revisions = await revisionsByArn(
    db,
    shelf,
    sources.flatMap((source) => source.inUseArns),
  );
  const proofs = await proofsOf(
    db,
    sources.map((source) => workloadId(accountId, region, source)),
  );
  const newest = new Map(families.map((one) => [one.family, one]));

  const derive = (source: WorkloadSource) => {
    const id = workloadId(accountId, region, source);
    return deriveWorkload(source, {
      id,
      accountId,
      awsAccountId: account.awsAccountId,
      region,
      checkedAt: session.deps.now().toISOString(),
      revision: (arn): RevisionFacts | { unread: string } => revisions.get(arn) ?? { unread: 'not read' },
      newestRevision: newest.get(source.family)?.newestRevision ?? null,
      residues: residuesOf(source, holding),
      ownerOf: (keyId) => account.keys.get(keyId),
      managedBy: account.stacks.ownerOf(source),
      proof: proofs.find((proof) => proof.workloadId === id && proof.taskDefinitionArn === source.primaryArn) ?? null,
    });
  };

  // Whose keys and which stacks must be asked for is known only after a first look.
  const first = sources.map((source) => ({ source, inUse: derive(source).inUse }));
  await account.stacks.ask(
    region,
    first.filter(({ source, inUse }) => source.kind !== 'family' || hasKey(inUse)).map(({ source }) => source),
  );
  await account.keys.lookUp(keyIdsOf([...first.flatMap(({ inUse }) => inUse), ...holding.flatMap((one) => one.findings)]));

  const derived = sources.map((source) => ({ source, ...derive(source) }));
  noteNotInspected(session, found, [...revisions.values()]);
  const pinned = pinnedArns(found.rules);
  const elsewhere = stage === 'all' ? holding : holding.filter((one) => pinned.has(one.arn));
  return {
    region,
    service: 'ecs',
    workloads: derived,
    findings: findingsOfRegion(session, region, account, derived, { holding: elsewhere, families: newest, pinned }),
    unreadClusters,
    wasRead,
  };
}

/** Findings of keys in revisions of the workload's family that are not in use of it. */
export function residuesOf(source: WorkloadSource, holding: HoldingRevision[]): number {
  return holding
    .filter((one) => one.family === source.family && !source.inUseArns.includes(one.arn))
    .reduce((total, one) => total + one.findings.filter((found) => keyKinds.has(found.kind)).length, 0);
}

const hasKey = (findings: InUseFinding[]): boolean => findings.some((one) => keyKinds.has(one.kind));

const keyIdsOf = (findings: Pick<RevisionFinding, 'keyId'>[]): Set<string> =>
  new Set(findings.flatMap((one) => (one.keyId === null ? [] : [one.keyId])));

function noteNotInspected(session: ScanSession, { region, tasks, rules }: RegionInUse, revisions: RevisionFacts[]): void {
  const counts = [
    ...revisions.map((one) => notInspectedIn(one.document)),
    ...tasks.map((task) => notInspectedInOverrides(task.overrides)),
    notInspectedInRules(rules),
  ];
  session.book.notInspected(region, notInspectedPlaces(counts.reduce(addNotInspected, nothingLeftOut)));
}

/** Rows that no list named are gone, but only where every list was read to its end. */
function isFullyListed(session: ScanSession, region: string): boolean {
  return !session.lostRegions.has(region) && !session.book.hasGap(region, 'ecs', (what) => what.startsWith('list of '));
}
