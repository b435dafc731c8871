import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';

/** The user that the database runs as, in the form that `spawn` takes; empty = ourselves. */
export type Owner = { uid: number; gid: number } | Record<string, never>;

/** `nobody`: PostgreSQL refuses to run as root. */
const unprivileged = 65534;

/** Whose database it is: ourselves, or, when we are root, the owner of the data that exist already, or nobody. */
export function ownerOf(data: string): Owner {
  if (process.getuid?.() !== 0) return {};
  const existing = statSync(data, { throwIfNoEntry: false });
  if (existing === undefined || existing.uid === 0) return { uid: unprivileged, gid: unprivileged };
  return { uid: existing.uid, gid: existing.gid };
}

/** Environment of the database's programs. None of ours: the server outlives us and could be looked into. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C' };
}

/** Whether `owner` can get into a directory; asked of the system itself, which knows modes, access lists and mounts. */
export function mayEnter(owner: Owner, directory: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...owner, cwd: '/', env: plainEnvironment() }).status === 0;
}

/** The outermost directory on the way to `directory` that `owner` cannot enter. */
export function firstForbidden(owner: Owner, directory: string): string | undefined {
  const way: string[] = [];
  for (let at = directory; way[0] !== at; at = path.dirname(at)) way.unshift(at);
  return way.find((at) => !mayEnter(owner, at));
}
