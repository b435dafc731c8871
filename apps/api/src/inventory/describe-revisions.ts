import { detectInTaskDefinition } from '@rolewright/shared/findings/detect.ts';
import { maskDocument } from '@rolewright/shared/findings/mask.ts';
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
    const reason = gapReason(error.kind);
    if (error.kind === 'unreachable' || error.kind === 'region-disabled') {
      session.book.gap(shelf.region, 'ecs', reason, 'task definitions');
      throw new RegionLost(reason);
    }
    await noteUnread(db, shelf, arn, reason);
    return null;
  }
}

const statusOf = (raw: Record<string, unknown>): RevisionStatus =>
  raw.status === 'INACTIVE' || raw.status === 'DELETE_IN_PROGRESS' ? raw.status : 'ACTIVE';
