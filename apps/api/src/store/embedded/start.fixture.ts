// Starts (or attaches to) the database of a data directory in a process of its own, for the tests that kill it or start several at once.
// argv: data directory. Prints {attached, url} as one line of JSON and stays.
import { startEmbeddedPostgres } from '../embedded-postgres.ts';

const { attached, url } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '' });
console.log(JSON.stringify({ attached, url: url.reveal() }));
setInterval(() => {}, 1000);
