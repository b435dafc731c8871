import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@rolewright/shared/error.ts';
import type { ProfileFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import type { ScanState } from '@rolewright/shared/inventory/scan.ts';
import { sql } from 'kysely';
import { AwsError } from '../aws/aws-error.ts';
import type { Deps } from '../deps.ts';
import { gapReason } from './coverage-book.ts';
import { describeRevisions, RegionLost } from './describe-revisions.ts';
import { identify } from './identify.ts';
import { KeyLookup } from './key-facts.ts';
import { OwningStacks } from './owning-stacks.ts';
import { publish } from './publish.ts';
import { type RegionEc2, readEc2, readTemplateVersions } from './read-ec2.ts';
import { inUseArns, type RegionInUse, readInUse } from './read-in-use.ts';
import { rereadChanged } from './reread-changed.ts';
import { countRevisions, newestToDescribe, noteInUse, noteListed, type Shelf, someToDescribe, undescribed } from './revision-store.ts';
import { ScanCancelled, ScanSession } from './scan-session.ts';
import { countDocuments } from './user-data-store.ts';

const statuses = ['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'] as const;
const historyBatch = 400;
const momentMilliseconds = 3_000;

/**
 * The scan job. Order: who we are, IAM, what is in use in every Region, then the newest revision of each family, then all others. ECS and EC2 do
 * not wait for each other; what is in use of each is published before its history is read, or with it where that takes but a moment. Bears being
 * killed: what was described stays, and the next attempt goes on from there.
 */
export async function runScan(deps: Deps, scanId: string, signal: AbortSignal): Promise<void> {
  const row = await deps.db.selectFrom('scan').selectAll().where('id', '=', scanId).executeTakeFirst();
  if (row === undefined || row.state !== 'running') return;
  const session = new ScanSession(deps, row, signal);
  session.begin();
  try {
    const awsAccountId = await identify(session);
    if (awsAccountId === null)
      return await finish(session, 'failed', 'AWS did not say who we are in any Region; the coverage names the reasons.');
    await scanAccount(session, awsAccountId);
    const isWhole = session.book.toCoverage().every((one) => one.state === 'complete');
    await finish(session, isWhole ? 'complete' : 'partial', null);
  } catch (error) {
    const stopped = session.stopReason();
    if (stopped instanceof ScanCancelled) {
      for (const region of session.regions)
        for (const service of ['ecs', 'ec2'] as const) session.book.gap(region, service, 'cancelled', 'the rest of the Region');
      return await finish(session, 'cancelled', null);
    }
    // The process stops or lost the job: whoever takes it up goes on.
    if (stopped !== null) throw error;
    if (error instanceof AppError) return await finish(session, 'failed', error.message);
    deps.log.error({ scanId, err: error }, 'scan failed');
    await finish(session, 'failed', 'Rolewright failed; its log names the cause. Scan again.');
  } finally {
    await session.end();
  }
}

async function scanAccount(session: ScanSession, awsAccountId: string): Promise<void> {
  session.progress.phase = 'iam';
  const iamReadAt = session.deps.now();
  const principals = await readPrincipals(session);
  const keys = new KeyLookup(session, await firstPort(session), awsAccountId, principals?.users ?? null);
  const stacks = new OwningStacks(session);
  const result = { awsAccountId, principals, profiles: await readProfiles(session), keys, stacks };

  session.reach('ecs', 'in-use');
  session.reach('ec2', 'in-use');
  session.progress.seen = 0;
  session.progress.toSee = 0;
  const open = session.regions.filter((region) => !session.book.hasFailed(region, 'ecs'));
  // Two at once would wait for each other's rows.
  let last = Promise.resolve();
  const publishInUse = (regions: RegionInUse[], machines: RegionEc2[]): Promise<void> => {
    last = last.then(() => publish(session, regions, machines, result, 'in-use'));
    return last;
  };
  // Each service has limits of its own: neither waits for the other.
  const tasks = readEcs(session, open, (found) => publishInUse(found, []));
  const [regions, machines] = await Promise.all([tasks, readMachines(session, open, tasks, (found) => publishInUse([], found))]);
  await countAll(session, open);
  session.progress.secondsLeft = null;
  await publish(session, regions, machines, result, 'all');
  if (principals !== null) await rereadChanged(session, iamReadAt);
}

type Publish<T> = (found: T[]) => Promise<void>;

/** Services and tasks with the revisions that they use, which are published; then the newest revision of each family, then all others. */
async function readEcs(session: ScanSession, open: string[], publishInUse: Publish<RegionInUse>): Promise<RegionInUse[]> {
  const regions = await Promise.all(open.map((region) => readAndDescribe(session, region)));
  await countAll(session, open);
  await publishInUse(regions);
  session.reach('ecs', 'newest');
  await eachRegion(session, regions, (shelf) => listRevisions(session, shelf));
  await countAll(session, open);
  session.measureFromHere();
  await eachRegion(session, regions, async (shelf) => describeRevisions(session, shelf, await newestToDescribe(session.deps.db, shelf)));
  await countAll(session, open);
  session.reach('ecs', 'history');
  await eachRegion(session, regions, (shelf) => describeHistory(session, shelf));
  session.reach('ecs', 'keys');
  return regions;
}

/** Instances and groups with the user data that they use, which are published; meanwhile all versions of launch templates. */
async function readMachines(
  session: ScanSession,
  open: string[],
  tasks: Promise<unknown>,
  publishInUse: Publish<RegionEc2>,
): Promise<RegionEc2[]> {
  const machines = await Promise.all(open.map((region) => readEc2(session, region)));
  session.reach('ec2', 'history');
  const versions = Promise.all(machines.map((one) => readTemplateVersions(session, one)));
  const rest = Promise.all([tasks, versions]).then(() => true);
  // Where all that is left is there within a moment, it is published once.
  const isOver = await Promise.race([rest, pause(momentMilliseconds, false, { ref: false })]);
  if (!isOver) await Promise.all([versions, publishInUse(machines)]);
  session.reach('ec2', 'keys');
  return machines;
}

async function firstPort(session: ScanSession) {
  const region = session.regions.find((one) => !session.book.hasFailed(one, 'ecs')) ?? session.regions[0] ?? '';
  return await session.port(region);
}

/** Users and roles of the account; null when IAM refused, which the coverage says. */
async function readPrincipals(session: ScanSession) {
  try {
    const principals = await (await firstPort(session)).read.accountAuthorization();
    const count = principals.users.length + principals.roles.length;
    session.book.count('global', 'iam', count, count);
    return principals;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    session.book.fail('global', 'iam', gapReason(error), 'users and roles');
    return null;
  }
}

/** Instance profiles of the account with their roles; null when IAM refused, which the coverage says. */
async function readProfiles(session: ScanSession): Promise<ProfileFacts[] | null> {
  try {
    const profiles: ProfileFacts[] = [];
    for await (const page of (await firstPort(session)).read.instanceProfiles()) profiles.push(...page);
    return profiles;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    session.book.gap('global', 'iam', gapReason(error), 'instance profiles');
    return null;
  }
}

async function readAndDescribe(session: ScanSession, region: string): Promise<RegionInUse> {
  const found = await readInUse(session, region);
  if (session.book.hasFailed(region, 'ecs')) return found;
  const shelf = shelfOf(session, region);
  const arns = inUseArns(found);
  session.progress.toSee += arns.length;
  await noteInUse(session.deps.db, shelf, arns);
  const open = await undescribed(session.deps.db, shelf, arns);
  session.progress.seen += arns.length - open.length;
  await unlessLost(() => describeRevisions(session, shelf, open));
  return found;
}

/** Lists every revision of every status (D-26) and sets the numbers that progress counts against. */
async function listRevisions(session: ScanSession, shelf: Shelf): Promise<void> {
  const port = await session.port(shelf.region);
  for (const status of statuses) {
    try {
      for await (const arns of port.read.taskDefinitionArns(status)) {
        session.checkStop();
        await noteListed(session.deps.db, shelf, arns, status);
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      session.book.gap(shelf.region, 'ecs', gapReason(error), `list of ${status} task definitions`);
    }
  }
}

async function describeHistory(session: ScanSession, shelf: Shelf): Promise<void> {
  for (;;) {
    const arns = await someToDescribe(session.deps.db, shelf, historyBatch);
    if (arns.length === 0) return;
    await describeRevisions(session, shelf, arns);
  }
}

async function eachRegion(session: ScanSession, regions: RegionInUse[], work: (shelf: Shelf) => Promise<void>): Promise<void> {
  await Promise.all(
    regions
      .filter(({ region }) => !session.book.hasFailed(region, 'ecs') && !session.lostRegions.has(region))
      .map(({ region }) => unlessLost(() => work(shelfOf(session, region)))),
  );
}

async function unlessLost(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RegionLost)) throw error;
  }
}

/** Sets progress and coverage from the shelf, which is the truth after a restart too. */
async function countAll(session: ScanSession, regions: readonly string[]): Promise<void> {
  let seen = 0;
  let toSee = 0;
  for (const region of regions) {
    const { listed, described } = await countRevisions(session.deps.db, shelfOf(session, region));
    const documents = await countDocuments(session.deps.db, shelfOf(session, region));
    session.book.count(region, 'ecs', described, listed);
    session.book.count(region, 'ec2', documents.seen, documents.toSee);
    seen += described + documents.seen;
    toSee += listed + documents.toSee;
  }
  session.progress.seen = seen;
  session.progress.toSee = toSee;
  session.progress.cached = Math.max(0, seen - session.described);
}

const shelfOf = (session: ScanSession, region: string): Shelf => ({ accountId: session.accountId, region, scanId: session.scanId });

async function finish(session: ScanSession, state: ScanState, error: string | null): Promise<void> {
  await session.end();
  session.progress.phase = 'done';
  session.progress.secondsLeft = null;
  await session.deps.db
    .updateTable('scan')
    .set({
      state,
      error,
      finished_at: session.deps.now(),
      progress: JSON.stringify(session.currentProgress()),
      coverage: JSON.stringify(session.book.toCoverage()),
      version: sql<number>`version + 1`,
      workloads: sql<number>`(select count(*) from workload where account_id = ${session.accountId})`,
      with_keys: sql<number>`(select count(*) from workload where account_id = ${session.accountId} and state in ('static-keys', 'shadowed'))`,
    })
    .where('id', '=', session.scanId)
    .where('state', '=', 'running')
    .execute();
}
