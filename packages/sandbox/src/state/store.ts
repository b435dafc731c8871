import { hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TrailFile } from './trail-file.ts';
import type { AccountState, WorldState } from './world.ts';

/** The world's state on disk, in files that only their owner may read. */
export class StateStore {
  private readonly file: string;
  private readonly trail: TrailFile;
  private readonly state: () => WorldState;
  private timer: NodeJS.Timeout | null = null;
  /** Digest of what was written last: the text itself is as large as the state. */
  private last = '';
  private lastTook = 0;

  /** `folder` must exist, with mode 0700. */
  constructor(folder: string, state: () => WorldState) {
    this.file = path.join(folder, 'state.json');
    this.trail = new TrailFile(folder);
    this.state = state;
  }

  /** The state of the last process, or null at the first start. Throws when the file is there and is not JSON. */
  load(): WorldState | null {
    if (!existsSync(this.file)) return null;
    const state = JSON.parse(readFileSync(this.file, 'utf8')) as WorldState;
    this.trail.load(state);
    return state;
  }

  /**
   * Writes soon; called after every call and by a slow tick, since deployments change the state by themselves. A large state is written
   * less often: no more than a tenth of the time goes into it.
   */
  touch(): void {
    this.timer ??= setTimeout(() => this.save(), Math.max(500, 10 * this.lastTook)).unref();
  }

  /**
   * Writes now: to a new file, synced, then renamed, so that a crash leaves the old or the new state. Nothing when nothing changed. What was to
   * be written soon is written with it, so that nothing is left to do after the last one.
   */
  save(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const start = performance.now();
    this.trail.save(this.state());
    const text = JSON.stringify(withoutTrail(this.state()));
    const digest = hash('sha256', text);
    if (digest !== this.last) this.write(text);
    this.last = digest;
    this.lastTook = performance.now() - start;
  }

  private write(text: string): void {
    const fresh = `${this.file}.new`;
    const handle = openSync(fresh, 'w', 0o600);
    writeFileSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(fresh, this.file);
  }
}

/** The state but for CloudTrail's events, which have a file of their own. */
function withoutTrail(state: WorldState): WorldState {
  const plain = (account: AccountState): AccountState => ({
    ...account,
    regions: Object.fromEntries(Object.entries(account.regions).map(([name, { cloudtrail: _events, ...region }]) => [name, region])),
  });
  return { ...state, accounts: Object.fromEntries(Object.entries(state.accounts).map(([id, account]) => [id, plain(account)])) };
}
