import { chmodSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartError } from '../../start-error.ts';
import { firstForbidden, mayEnter, type Owner, ownerOf } from './owner.ts';

/** Where the database lies. */
export interface Place {
  /** Folder of the database; ours, and `owner` may enter it. */
  folder: string;
  /** PGDATA: `data` in it. */
  data: string;
  owner: Owner;
}

/** Folders for a database that cannot lie in the data directory, best first: /var/lib is emptied by nobody. */
const elsewhere = ['/var/lib', '/var/tmp', tmpdir()];

/**
 * Finds the place of the database that belongs to a data directory: `postgres` in it. As root, when the unprivileged user cannot get there
 * (a parent of mode 0700), it is a folder elsewhere, named by `postgres/place.json` in the data directory so that the next start finds it.
 * @param say told, in a sentence, when the database is put elsewhere
 */
export function findPlace(dataDir: string, say: (sentence: string) => void): Place {
  const inside = path.join(dataDir, 'postgres');
  mkdirSync(inside, { recursive: true });
  const pointer = path.join(inside, 'place.json');
  const recorded = readPointer(pointer);
  if (recorded !== undefined) return placeIn(recorded);
  const place = placeIn(inside);
  // Not by `mkdir`: the umask may take it away.
  chmodSync(inside, 0o711);
  if (mayEnter(place.owner, inside)) return place;
  const forbidden = firstForbidden(place.owner, inside);
  if (existsSync(place.data)) {
    throw new StartError(
      `The database in ${inside} cannot be reached by its own user: ${forbidden} forbids it. Run: chmod o+x ${forbidden}`,
    );
  }
  const folder = makeElsewhere(place.owner, pointer);
  say(`The database is kept in ${folder}, because PostgreSQL does not run as root and ${forbidden} lets nobody but root in.`);
  return placeIn(folder);
}

function placeIn(folder: string): Place {
  const data = path.join(folder, 'data');
  const existing = statSync(data, { throwIfNoEntry: false });
  const us = process.getuid?.();
  if (existing !== undefined && us !== 0 && existing.uid !== us) {
    throw new StartError(
      `The database in ${folder} belongs to user id ${existing.uid}. Start the console as that user or as root, or name another directory with ROLEWRIGHT_DATA_DIR.`,
    );
  }
  return { folder, data, owner: ownerOf(data) };
}

function readPointer(pointer: string): string | undefined {
  if (!existsSync(pointer)) return undefined;
  const { folder } = JSON.parse(readFileSync(pointer, 'utf8')) as { folder: string };
  if (existsSync(folder)) return folder;
  throw new StartError(
    `The database of this data directory was in ${folder}, which is gone. Bring it back, or delete ${pointer} to begin anew.`,
  );
}

/** Makes a folder of an unguessable name (others may write in /var/tmp) and records it; when two starts race, one folder wins. */
function makeElsewhere(owner: Owner, pointer: string): string {
  for (const base of elsewhere) {
    const folder = tryFolder(base);
    if (folder === undefined) continue;
    if (mayEnter(owner, folder)) return recordOnce(folder, pointer);
    rmSync(folder, { recursive: true });
  }
  throw new StartError(
    `No directory was found that both this user and the database's can use (tried ${elsewhere.join(', ')}). Name one with ROLEWRIGHT_DATA_DIR.`,
  );
}

function tryFolder(base: string): string | undefined {
  try {
    const folder = mkdtempSync(path.join(base, 'rolewright-'));
    chmodSync(folder, 0o711);
    return folder;
  } catch {
    // Not there, or read-only: the next one may do.
    return undefined;
  }
}

function recordOnce(folder: string, pointer: string): string {
  const written = `${pointer}.${path.basename(folder)}`;
  writeFileSync(written, JSON.stringify({ folder }), { mode: 0o600 });
  try {
    linkSync(written, pointer);
    return folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    rmSync(folder, { recursive: true });
    return readPointer(pointer) ?? folder;
  } finally {
    rmSync(written);
  }
}
