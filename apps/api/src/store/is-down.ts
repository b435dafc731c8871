/** Classes and codes of PostgreSQL for a server that is starting, stopping, full or gone; of Node for a connection that is none. */
const codes = /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;
/** The driver has no codes for these. */
const messages = /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** The database could not be asked, as opposed to: it answered with an error. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return codes.test('code' in error ? String(error.code) : '') || messages.test(error.message);
}
