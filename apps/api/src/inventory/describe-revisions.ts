import { detectInTaskDefinition } from '@rolewright/shared/findings/detect.ts';
import { maskDocument } from '@rolewright/shared/findings/mask.ts';
import type { CoverageReason } from '@rolewright/shared/inventory/scan.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import { concurrently } from './concurrently.ts';
import { gapReason } from './coverage-book.ts';
import { type DescribedRevision, forgetRevision, noteUnread, type RevisionStatus, type Shelf, saveDescribed } from './revision-store.ts';
import type { ScanSession } from './scan-session.ts';

/** Calls on their way at once; the limiter decides how many a second there are. */
const atATime = 8;
/** Rows written together; a crash loses at most so many answers. */
const batchSize = 25;

/** So many revisions in a row that AWS would not show for its rate, each asked for again and again: more of it would only burden the account. */
const mostThrottledInARow = 20;

/** A Region stopped answering: reading on would only wait. Its gap stands in the coverage. */
export class RegionLost extends Error {}

/**
 * Describes revisions, masks each as it arrives and saves them in batches, so that memory stays bounded whatever the number (D-81). A revision
 * that AWS denies or throttles out is noted with the reason and not tried again in this scan.
 */
export async function describeRevisions(session: ScanSession, shelf: Shelf, arns: readonly string[]): Promise<void> {
  const port = await session.port(shelf.region);
  for (let start = 0; start < arns.length; start += batchSize) {
    const described = await concurrently(arns.slice(start, start + batchSize), atATime, async (arn) => {
      session.checkStop();
      const one = await describeOne(session, port, shelf, arn);
      session.progress.seen += 1;
      return one;
    });
    const read = described.filter((one) => one !== null);
    await saveDescribed(session.deps.db, shelf, read);
    session.described += read.length;
  }
}

async function describeOne(session: ScanSession, port: AwsPort, shelf: Shelf, arn: string): Promise<DescribedRevision | null> {
  const { db, fingerprint } = session.deps;
  try {
    const answer = await port.read.taskDefinition(arn);
    session.throttledInARow.set(shelf.region, 0);
    if (answer.state === 'absent') {
      await forgetRevision(db, shelf, arn);
      return null;
    }
    if (answer.state === 'unreadable') {
      await noteUnread(db, shelf, arn, 'denied');
      return null;
    }
    const document = maskDocument(answer.value.raw, fingerprint);
    return { arn, status: statusOf(answer.value.raw), document, tags: answer.value.tags, findings: detectInTaskDefinition(document) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = gapReason(error);
    if (error.kind === 'unreachable' || error.kind === 'region-disabled') {
      throw lost(session, shelf.region, reason);
    }
    await noteUnread(db, shelf, arn, reason);
    const inARow = reason === 'throttled' ? (session.throttledInARow.get(shelf.region) ?? 0) + 1 : 0;
    session.throttledInARow.set(shelf.region, inARow);
    if (inARow >= mostThrottledInARow) throw lost(session, shelf.region, reason);
    return null;
  }
}

/** All that fail at once tell it together, once. */
function lost(session: ScanSession, region: string, reason: CoverageReason): RegionLost {
  if (!session.lostRegions.has(region)) session.book.gap(region, 'ecs', reason, 'the other task definitions');
  session.lostRegions.add(region);
  return new RegionLost(reason);
}

const statusOf = (raw: Record<string, unknown>): RevisionStatus =>
  raw.status === 'INACTIVE' || raw.status === 'DELETE_IN_PROGRESS' ? raw.status : 'ACTIVE';
