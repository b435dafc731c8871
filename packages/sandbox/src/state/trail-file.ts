import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cloudTrailOf, type TrailEvent } from './cloudtrail.ts';
import { own } from './iam.ts';
import type { WorldState } from './world.ts';

type Line = [accountId: string, region: string, event: TrailEvent];

/**
 * CloudTrail's event history on disk, an event a line. It grows with every call and each event stays as it was written, so new ones are
 * appended: written with the rest of the state, tens of megabytes would go to disk twice a second.
 */
export class TrailFile {
  private readonly file: string;
  private of: WorldState | null = null;
  private newest = 0;
  private lines = 0;

  constructor(folder: string) {
    this.file = path.join(folder, 'cloudtrail.jsonl');
  }

  /** Puts the events of the last process into a state that was read without them. */
  load(state: WorldState): void {
    if (!existsSync(this.file)) return;
    const lines = readFileSync(this.file, 'utf8').split('\n').filter(Boolean);
    const read = lines.map(parsed);
    for (const [accountId, region, event] of read.filter((line) => line !== null)) {
      const account = own(state.accounts, accountId);
      if (account) cloudTrailOf(account, region).events.push(event);
      // The rest of the state may be older than the last events: a crash came between.
      state.counters.cloudtrail = Math.max(state.counters.cloudtrail ?? 0, event.order);
    }
    this.newest = state.counters.cloudtrail ?? 0;
    this.lines = lines.length;
    // A line that a crash cut short would spoil the next one: the file is written anew.
    this.of = read.includes(null) ? null : state;
  }

  /** Appends what is new; writes the file anew for another state, and once most of it has been dropped from the history. */
  save(state: WorldState): void {
    if (this.of === state) this.append(linesOf(state, this.newest));
    else this.replace(linesOf(state, 0));
    if (this.lines > 2 * heldBy(state) + 5_000) this.replace(linesOf(state, 0));
    this.of = state;
    this.newest = state.counters.cloudtrail ?? 0;
  }

  private append(lines: Line[]): void {
    if (lines.length > 0) appendFileSync(this.file, lines.map(text).join(''), { mode: 0o600 });
    this.lines += lines.length;
  }

  private replace(lines: Line[]): void {
    writeFileSync(`${this.file}.new`, lines.map(text).join(''), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    this.lines = lines.length;
  }
}

const text = (line: Line): string => `${JSON.stringify(line)}\n`;

function parsed(line: string): Line | null {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return null;
  }
}

/** Events after number `order`, oldest first. */
function linesOf(state: WorldState, order: number): Line[] {
  const found: Line[] = [];
  for (const { id, regions } of Object.values(state.accounts)) {
    for (const { name, cloudtrail } of Object.values(regions)) {
      const events = cloudtrail?.events ?? [];
      let start = events.length;
      while (start > 0 && events[start - 1]!.order > order) start--;
      for (const event of events.slice(start)) found.push([id, name, event]);
    }
  }
  return found.sort(([, , one], [, , other]) => one.order - other.order);
}

const heldBy = (state: WorldState): number =>
  Object.values(state.accounts)
    .flatMap(({ regions }) => Object.values(regions))
    .reduce((sum, { cloudtrail }) => sum + (cloudtrail?.events.length ?? 0), 0);
