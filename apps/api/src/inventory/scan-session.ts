import type { ScanProgress } from '@rolewright/shared/inventory/scan.ts';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { type Meter, newMeter } from '../aws/limiter.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';
import type { ScanTable } from '../store/tables/inventory.ts';
import { CoverageBook } from './coverage-book.ts';

const tickMilliseconds = 250;
/** What is read of each service, in its order. */
const phases = ['in-use', 'newest', 'history', 'keys'] as const;
type Phase = (typeof phases)[number];

/** Thrown out of a scan that the operator cancelled. */
export class ScanCancelled extends Error {}

/**
 * One scan at work: its progress, which a tick writes to the database at most four times a second, its coverage, its ports and whether it was
 * told to stop. After a crash a new session continues the numbers of the old one.
 */
export class ScanSession {
  readonly deps: Deps;
  readonly scanId: string;
  readonly accountId: string;
  readonly regions: string[];
  readonly startedAt: Date;
  readonly book = new CoverageBook();
  /** Revisions that this process described. */
  described = 0;
  /** Regions that stopped answering in the middle. */
  readonly lostRegions = new Set<string>();
  /** Revisions in a row that a Region did not show for its rate. */
  readonly throttledInARow = new Map<string, number>();
  readonly progress: ScanProgress;
  readonly #meter: Meter = newMeter();
  readonly #before: { calls: number; throttles: number };
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #ports = new Map<string, AwsPort>();
  readonly #reached = new Map<'ecs' | 'ec2', Phase>();
  #measured: { at: number; seen: number } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #written = '';

  constructor(deps: Deps, row: Selectable<ScanTable>, signal: AbortSignal) {
    this.deps = deps;
    this.scanId = row.id;
    this.accountId = row.account_id;
    this.regions = row.regions;
    this.startedAt = row.started_at;
    this.progress = { ...row.progress };
    this.#before = { calls: row.progress.calls, throttles: row.progress.throttles };
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  /** Starts to write progress and to look whether the scan was cancelled. */
  begin(): void {
    this.#timer = setInterval(() => {
      this.#writing = this.#writing.then(() => this.#tick()).catch(() => undefined);
    }, tickMilliseconds);
  }

  /** Ends the writing; afterwards only the finishing transaction touches the row. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#writing;
  }

  /** Throws when the scan was cancelled or the process stops. Call it between two pieces of work. */
  checkStop(): void {
    this.#signal.throwIfAborted();
  }

  /** Why the work was stopped from outside: ScanCancelled, or the process' own reason; null when it was not. */
  stopReason(): unknown {
    return this.#signal.aborted ? this.#signal.reason : null;
  }

  async port(region: string): Promise<AwsPort> {
    const known = this.#ports.get(region);
    if (known !== undefined) return known;
    const port = await this.deps.aws.port(this.accountId, region, this.#meter);
    this.#ports.set(region, port);
    return port;
  }

  /** A service is read up to here; the scan is where the one is that is furthest behind. */
  reach(service: 'ecs' | 'ec2', phase: Phase): void {
    this.#reached.set(service, phase);
    this.progress.phase = phases.find((one) => [...this.#reached.values()].includes(one)) ?? phase;
    if (this.progress.phase !== 'in-use') this.progress.inUseKnownAt ??= this.deps.now().toISOString();
  }

  /** From here on the speed of describing is measured, for the time that is left. */
  measureFromHere(): void {
    this.#measured = { at: performance.now(), seen: this.progress.seen };
  }

  /** Progress with the counts of AWS calls and the seconds left in it. */
  currentProgress(): ScanProgress {
    const { calls, throttles } = this.#meter;
    const { seen, toSee, phase } = this.progress;
    if (this.#measured !== null && (phase === 'newest' || phase === 'history')) {
      const perSecond = (seen - this.#measured.seen) / ((performance.now() - this.#measured.at) / 1000);
      if (perSecond > 0) this.progress.secondsLeft = Math.ceil((toSee - seen) / perSecond);
    }
    return { ...this.progress, calls: this.#before.calls + calls, throttles: this.#before.throttles + throttles };
  }

  async #tick(): Promise<void> {
    const progress = JSON.stringify(this.currentProgress());
    const coverage = JSON.stringify(this.book.toCoverage());
    const text = progress + coverage;
    const row =
      text === this.#written
        ? await this.deps.db.selectFrom('scan').select(['cancel_requested', 'state']).where('id', '=', this.scanId).executeTakeFirst()
        : await this.deps.db
            .updateTable('scan')
            .set({ progress, coverage, version: sql<number>`version + 1` })
            .where('id', '=', this.scanId)
            .where('state', '=', 'running')
            .returning(['cancel_requested', 'state'])
            .executeTakeFirst();
    this.#written = text;
    // No row: the account was deleted, and the scan with it.
    if (row === undefined || row.cancel_requested) this.#stop.abort(new ScanCancelled());
  }
}
