import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { WorldState } from './world.ts';

/** The world's state on disk, in a file that only its owner may read. */
export class StateStore {
  private readonly file: string;
  private readonly state: () => WorldState;
  private timer: NodeJS.Timeout | null = null;
  private last = '';

  /** `folder` must exist, with mode 0700. */
  constructor(folder: string, state: () => WorldState) {
    this.file = path.join(folder, 'state.json');
    this.state = state;
  }

  /** The state of the last process, or null at the first start. Throws when the file is there and is not JSON. */
  load(): WorldState | null {
    return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as WorldState) : null;
  }

  /** Writes soon; called after every call and by a slow tick, since deployments change the state by themselves. */
  touch(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.save();
    }, 500).unref();
  }

  /** Writes now: to a new file, synced, then renamed, so that a crash leaves the old or the new state. Nothing when nothing changed. */
  save(): void {
    const text = JSON.stringify(this.state());
    if (text === this.last) return;
    const fresh = `${this.file}.new`;
    const handle = openSync(fresh, 'w', 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(fresh, this.file);
    this.last = text;
  }
}
