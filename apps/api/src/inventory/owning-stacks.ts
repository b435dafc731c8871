import { managedByTags } from '@rolewright/shared/inventory/managed-by.ts';
import type { WorkloadSource } from '@rolewright/shared/inventory/sources.ts';
import { AwsError } from '../aws/aws-error.ts';
import { gapReason } from './coverage-book.ts';
import { knownOwners } from './published-reads.ts';
import type { ScanSession } from './scan-session.ts';

/**
 * Who else owns a workload: its service's tags say it, and where they do not CloudFormation is asked about the task definition, which never
 * carries such tags (D-37). Answers are kept for the length of the scan; after a refusal CloudFormation is not asked again in that Region.
 */
export class OwningStacks {
  readonly #session: ScanSession;
  readonly #answers = new Map<string, string | null>();
  /** What the last scan knew, for where this one is refused. */
  readonly #before = new Map<string, string>();
  readonly #refused = new Set<string>();
  readonly #asked = new Map<string, number>();

  constructor(session: ScanSession) {
    this.#session = session;
  }

  async ask(region: string, sources: readonly WorkloadSource[]): Promise<void> {
    const { book } = this.#session;
    const port = await this.#session.port(region);
    for (const [arn, owner] of await knownOwners(this.#session.deps.db, this.#session.accountId, region)) this.#before.set(arn, owner);
    for (const source of sources) {
      const arn = source.primaryArn;
      if (arn === null || this.#answers.has(arn) || managedByTags(source.service?.tags ?? {}) !== null || this.#refused.has(region))
        continue;
      this.#session.checkStop();
      try {
        const answer = await port.read.owningStack(arn);
        if (answer.state === 'unreadable') {
          this.#refused.add(region);
          book.fail(region, 'cloudformation', 'denied', 'stacks that own task definitions');
        } else {
          this.#answers.set(arn, answer.state === 'known' ? `CloudFormation stack ${answer.value.stackName}` : null);
          this.#asked.set(region, (this.#asked.get(region) ?? 0) + 1);
        }
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        book.gap(region, 'cloudformation', gapReason(error), 'stacks that own task definitions');
        if (error.kind !== 'throttled') this.#refused.add(region);
      }
    }
    const asked = this.#asked.get(region) ?? 0;
    book.count(region, 'cloudformation', asked, asked);
  }

  /** "CloudFormation stack payments-prod", or null where nobody is known to own it. */
  ownerOf(source: WorkloadSource): string | null {
    const byTags = managedByTags(source.service?.tags ?? {});
    if (byTags !== null) return byTags;
    if (source.primaryArn === null) return null;
    const answer = this.#answers.get(source.primaryArn);
    return answer === undefined ? (this.#before.get(source.primaryArn) ?? null) : answer;
  }
}
