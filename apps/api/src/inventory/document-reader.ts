import { type DocumentKey, documentKeyOf, type InstanceFacts, type LaunchFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import { inspectEncodedUserData } from '@rolewright/shared/inventory/ec2/user-data.ts';
import type { CoverageReason } from '@rolewright/shared/inventory/scan.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import { concurrently } from './concurrently.ts';
import { gapReason } from './coverage-book.ts';
import type { Shelf } from './revision-store.ts';
import type { ScanSession } from './scan-session.ts';
import { type KnownDocument, knownDocuments, noteSeenDocuments, type ReadDocument, saveDocuments } from './user-data-store.ts';

/** User data as it came. */
export interface Arrived {
  key: DocumentKey;
  name: string;
  launch: LaunchFacts | null;
  userData: Secret<string> | null;
  stamp: string;
}

/** Who reads: a scan, or what reads a workload again after a run. */
export type DocumentSession = Pick<ScanSession, 'deps' | 'accountId' | 'scanId' | 'book' | 'described' | 'port' | 'checkStop'>;

/** Calls on their way at once; the limiter decides how many a second there are. */
const atATime = 8;
/** Rows written together; a crash loses at most so many answers. */
const batchSize = 50;
/** So many refusals in a row: the others would be refused too. */
const mostRefusedInARow = 20;

/**
 * Inspects user data as it arrives, masks it at once and saves it; what is known already, by its fingerprint or by an unchanged instance, is
 * noted as seen alone. After a crash the next attempt goes on from what is saved.
 */
export class DocumentReader {
  readonly region: string;
  readonly #session: DocumentSession;
  readonly #shelf: Shelf;
  readonly #known: Map<string, KnownDocument>;
  #seen: DocumentKey[] = [];
  #refusedInARow = 0;

  private constructor(session: DocumentSession, shelf: Shelf, known: Map<string, KnownDocument>) {
    this.region = shelf.region;
    this.#session = session;
    this.#shelf = shelf;
    this.#known = known;
  }

  static async open(session: DocumentSession, region: string): Promise<DocumentReader> {
    const shelf = { accountId: session.accountId, region, scanId: session.scanId };
    return new DocumentReader(session, shelf, await knownDocuments(session.deps.db, shelf));
  }

  isKnown(key: DocumentKey): boolean {
    const isKnown = this.#known.has(documentKeyOf(key));
    if (isKnown) this.#seen.push(key);
    return isKnown;
  }

  /** Takes in what came with a list. */
  async take(arrived: readonly Arrived[]): Promise<void> {
    const fresh: ReadDocument[] = [];
    for (const one of arrived) {
      const fingerprint = one.userData === null ? null : this.#session.deps.fingerprint(one.userData.reveal());
      const known = this.#known.get(documentKeyOf(one.key));
      if (known !== undefined && known.fingerprint === fingerprint && known.stamp === one.stamp) this.#seen.push(one.key);
      else fresh.push(this.#inspected(one, fingerprint));
    }
    await this.#save(fresh);
  }

  /** Asks for the user data of instances that changed since it was read, or were never asked; `anew`: of all of them. */
  async askInstances(instances: readonly InstanceFacts[], anew = false): Promise<void> {
    const port = await this.#session.port(this.region);
    const changedWhileStopped = !anew && (await this.#mayHaveChanged(port, instances));
    const open = instances.filter((one) => {
      const known = this.#known.get(documentKeyOf(keyOf(one)));
      const isOpen = anew || known?.stamp !== stampOf(one) || (one.state === 'stopped' && changedWhileStopped);
      if (!isOpen) this.#seen.push(keyOf(one));
      return isOpen;
    });
    // What runs is known first.
    open.sort((one, other) => Number(other.state === 'running') - Number(one.state === 'running'));
    for (let start = 0; start < open.length; start += batchSize) {
      const read = await concurrently(open.slice(start, start + batchSize), atATime, async (one) => {
        this.#session.checkStop();
        return await this.#ask(port, one);
      });
      await this.#save(read.filter((one) => one !== null));
    }
  }

  /** Notes the documents that were met and needed no reading. */
  async noteSeen(): Promise<void> {
    const seen = this.#seen;
    this.#seen = [];
    if (seen.length > 0) await noteSeenDocuments(this.#session.deps.db, this.#shelf, seen);
  }

  /**
   * A stopped instance's user data changes without any mark on the instance (D-67); CloudTrail tells whether anybody changed an attribute since
   * it was read. What cannot be told may have happened.
   */
  async #mayHaveChanged(port: AwsPort, instances: readonly InstanceFacts[]): Promise<boolean> {
    const reads = instances
      .filter((one) => one.state === 'stopped')
      .flatMap((one) => this.#known.get(documentKeyOf(keyOf(one)))?.readAt.getTime() ?? []);
    if (reads.length === 0) return false;
    try {
      const events = await port.read.trailEvents({ key: 'EventName', value: 'ModifyInstanceAttribute' }, new Date(Math.min(...reads)));
      return events.state !== 'known' || events.value.length > 0;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return true;
    }
  }

  async #ask(port: AwsPort, instance: InstanceFacts): Promise<ReadDocument | null> {
    const place = { key: keyOf(instance), name: instance.name ?? instance.instanceId, launch: null, stamp: stampOf(instance) };
    if (this.#refusedInARow >= mostRefusedInARow) return this.#unread(place, 'throttled', 'not asked for after so many refusals');
    try {
      const answer = await port.read.userData(instance.instanceId);
      if (answer.state === 'absent') return null;
      if (answer.state === 'unreadable') return this.#unread(place, 'denied', answer.reason);
      this.#refusedInARow = 0;
      const fingerprint = answer.value === null ? null : this.#session.deps.fingerprint(answer.value.reveal());
      return this.#inspected({ ...place, userData: answer.value }, fingerprint);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return this.#unread(place, gapReason(error), `${error.call} was refused (${error.code})`);
    }
  }

  #inspected({ key, name, launch, userData, stamp }: Arrived, fingerprint: string | null): ReadDocument {
    const inspected = userData === null ? null : inspectEncodedUserData(userData.reveal());
    return { ...key, name, launch, stamp, fingerprint, inspected, unread: null };
  }

  #unread({ key, ...place }: Omit<Arrived, 'userData'>, reason: CoverageReason, why: string): ReadDocument {
    this.#refusedInARow += 1;
    this.#session.book.gap(this.region, 'ec2', reason, 'user data of instances');
    return { ...key, ...place, fingerprint: null, inspected: null, unread: why };
  }

  async #save(documents: readonly ReadDocument[]): Promise<void> {
    if (documents.length === 0) return;
    const { deps } = this.#session;
    await saveDocuments(deps.db, this.#shelf, documents, deps.now());
    this.#session.described += documents.length;
    for (const one of documents) {
      if (one.unread === null) this.#known.set(documentKeyOf(one), { stamp: one.stamp, fingerprint: one.fingerprint, readAt: deps.now() });
    }
  }
}

const keyOf = ({ instanceId }: InstanceFacts): DocumentKey => ({ source: 'instance', id: instanceId, version: 0 });

/** User data changes only while an instance is stopped: a new start or stop is a new stamp (D-67). */
const stampOf = ({ launchedAt, state, stateReason }: InstanceFacts): string => `${launchedAt}|${state === 'stopped' ? stateReason : ''}`;
