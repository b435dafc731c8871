import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@rolewright/shared/secret.ts';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import { withStartLock } from '../start-lock.ts';
import { prepareDataDir } from './data-dir.ts';
import { installedBinaries, reachableBinaries, runTool } from './embedded/binaries.ts';
import { createCluster, ownPassword, user } from './embedded/cluster.ts';
import { type Launched, lastLines, launch } from './embedded/launch.ts';
import { findPlace, type Place } from './embedded/place.ts';
import { awaitVacancy, livePostmaster } from './embedded/postmaster.ts';

export interface EmbeddedPostgres {
  /** Connection string with the password in it. */
  url: Secret<string>;
  /** Whether the server was running already, left by a console that was killed. */
  attached: boolean;
  /** Stops the server, also one that was attached to; open connections are closed. Does nothing when it is stopped already. */
  stop(): Promise<void>;
}

/** Crash recovery after a kill takes seconds; a slow disk may need more. */
const readyWithinMs = 60_000;

/**
 * Gives the PostgreSQL server of a data directory: creates its files at first use, starts it on a loopback port of its own, or attaches to
 * it when it runs. The server is a process of its own that outlives a crash of this one; only `stop()` ends it. Safe to call from several
 * processes at once.
 * @param native folder of PostgreSQL's programs; default: those of the npm package
 * @param maxConnections for all processes together
 * @param say told what takes long or is unusual, in a sentence
 * @throws StartError in plain words when no server can be had
 */
export async function startEmbeddedPostgres({
  dataDir,
  native = installedBinaries(),
  maxConnections = 40,
  say = () => {},
}: {
  dataDir: string;
  native?: string;
  maxConnections?: number;
  say?: (sentence: string) => void;
}): Promise<EmbeddedPostgres> {
  prepareDataDir(dataDir);
  const place = findPlace(dataDir, say);
  const binaries = reachableBinaries(native, place);
  const { port, password, attached } = await withStartLock(path.join(dataDir, 'postgres/start.lock'), async () => {
    const password = ownPassword(dataDir);
    await createCluster(place, binaries, password);
    const logFile = path.join(dataDir, 'logs/postgres.log');
    const start = () => launch(place, binaries, logFile, maxConnections);
    return { password, ...(await serverOf(place, password, start, logFile)) };
  });
  return { url: urlOf(port, password), attached, stop: () => stop(place, binaries) };
}

async function serverOf(
  place: Place,
  password: Secret<string>,
  start: () => Promise<Launched>,
  logFile: string,
): Promise<{ port: number; attached: boolean }> {
  const live = livePostmaster(place.data);
  if (live !== undefined && (await answers(live.port, password, () => livePostmaster(place.data) === undefined))) {
    return { port: live.port, attached: true };
  }
  // Twice more, because the port that was free may have been taken.
  for (let attempt = 1; attempt <= 3; attempt++) {
    await awaitVacancy(place.data);
    const launched = await start();
    if (await answers(launched.port, password, launched.hasEnded)) return { port: launched.port, attached: false };
  }
  throw new StartError(`The embedded PostgreSQL did not start. Its log, ${logFile}, ends with:\n${lastLines(logFile)}`);
}

/** Waits until the server takes a connection; false when it ended before. */
async function answers(port: number, password: Secret<string>, hasEnded: () => boolean): Promise<boolean> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    const client = new pg.Client({ connectionString: urlOf(port, password).reveal(), connectionTimeoutMillis: 5000 });
    // A server that goes down while we connect: the rejection below says it all.
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        throw new StartError(
          'The embedded PostgreSQL does not take the password in the data directory (postgres/password): it was replaced.',
        );
      }
    }
    if (hasEnded()) return false;
    await sleep(25);
  }
  return false;
}

function urlOf(port: number, password: Secret<string>): Secret<string> {
  return new Secret(`postgres://${user}:${password.reveal()}@127.0.0.1:${port}/postgres`);
}

async function stop(place: Place, binaries: string): Promise<void> {
  if (livePostmaster(place.data) === undefined) return;
  try {
    await runTool(binaries, 'pg_ctl', ['stop', '-D', place.data, '-m', 'fast', '-w', '-t', '30'], place.owner);
  } catch (error) {
    // It may have ended by itself in between.
    if (livePostmaster(place.data) !== undefined) throw error;
  }
}
