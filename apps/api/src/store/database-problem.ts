import { StartError } from '../start-error.ts';

/** What a PostgreSQL server or the way to it says, in words for who set DATABASE_URL. Codes: PostgreSQL's appendix A, and Node's. */
const sentences: Record<string, string> = {
  '28P01': 'The database server does not take the user and password of DATABASE_URL.',
  '28000': 'The database server does not let the user of DATABASE_URL in from here (its pg_hba.conf decides).',
  '3D000': 'The database that DATABASE_URL names does not exist on its server. Create it (createdb), or name another one.',
  '42501': 'The user of DATABASE_URL may not create schemas and tables in this database. Make it the owner of a database of its own.',
  '53300': 'The database server of DATABASE_URL has no connection left. Rolewright needs about 20.',
};
const unreachable = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Does `work` on the database; what the operator can mend becomes a StartError. The connection string is never repeated. */
export async function inPlainWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseProblem(error) ?? error;
  }
}

function databaseProblem(error: unknown): StartError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const sentence = sentences[code];
  if (sentence !== undefined) return new StartError(sentence);
  if (unreachable.includes(code) || /timeout/i.test(error.message)) {
    return new StartError(
      `The database server of DATABASE_URL cannot be reached (${code || error.message}). Is it running, and is its address right?`,
    );
  }
  if (error.message.includes('does not support SSL')) {
    return new StartError('The database server of DATABASE_URL speaks no TLS. Take sslmode out of it, or switch TLS on at the server.');
  }
  if (/CERT|LEAF_SIGNATURE/.test(code)) {
    return new StartError(
      `The certificate of the database server is not trusted (${code}). Name its authority's file in DATABASE_URL: ?sslrootcert=….`,
    );
  }
  return databaseProblem(error.cause);
}
