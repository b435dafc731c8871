import { addressProblem, ipv4Of, ipv6Of } from './address.ts';

/** The parts of a probe's address. `host`: a name or an IP address without brackets, in lower case. `target`: path and query. */
export interface ProbeUrl {
  scheme: 'http' | 'https';
  host: string;
  port: number;
  target: string;
}

/** Ports of protocols that are not HTTP: a request there would be a message to a mail server, a database, a cache. Source: Fetch standard, "bad port", and the usual stores. */
const otherProtocols = new Set([
  ...[1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115],
  ...[117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563],
  ...[587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900],
  ...[6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 10080, 11211, 27017],
]);

/**
 * Takes the address of a probe apart, or says why it cannot be used: a problem reads after the field's name ("must …"). Strict on purpose: what two
 * parsers could read in two ways (numbers that are no four, percent signs in a name, backslashes) is refused, so that what is checked is
 * what is asked. Whether a *name* leads somewhere forbidden is known only when it is resolved.
 */
export function readProbeUrl(text: string): ProbeUrl | { problem: string } {
  const [, scheme, authority, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\]*)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || authority === undefined) return refused('must be an address such as http://uploads.example.internal/upload');
  if (!/^https?$/i.test(scheme)) return refused('must begin with http:// or https://');
  if (authority.includes('@')) return refused('must not hold a user name or password');
  if (rest.includes('#')) return refused('must have no fragment (#)');
  if (!/^[\x21-\x7e]*$/.test(rest) || rest.includes('\\'))
    return refused('must hold visible ASCII characters only; percent-encode the others');
  const [, named, digits] = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(authority) ?? [];
  if (named === undefined || named === '') return refused('must name a host and, after a colon, a port from 1 to 65535');
  const isHttps = scheme.toLowerCase() === 'https';
  const port = digits === undefined ? (isHttps ? 443 : 80) : Number(digits);
  if (port < 1 || port > 65_535) return refused('must name a port from 1 to 65535');
  if (otherProtocols.has(port)) return refused(`must not be on port ${port}, which belongs to another protocol than HTTP`);
  const host = named.replace(/^\[|\]$/g, '').toLowerCase();
  const problem = named.startsWith('[') ? ipv6HostProblem(host) : hostProblem(host);
  if (problem !== null) return refused(problem);
  return { scheme: isHttps ? 'https' : 'http', host, port, target: rest.startsWith('/') ? rest : `/${rest}` };
}

const refused = (problem: string) => ({ problem });

function ipv6HostProblem(host: string): string | null {
  if (ipv6Of(host) === null) return 'must hold an IPv6 address between its brackets, without a zone';
  const problem = addressProblem(host);
  return problem === null ? null : `must lead elsewhere: ${host} ${problem}`;
}

function hostProblem(host: string): string | null {
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  // Parsers of URLs read 2130706433, 0x7f.1 and 0177.0.0.1 as 127.0.0.1 (URL standard, "ends in a number").
  if (/^(\d+|0x[0-9a-f]*)$/.test(last)) {
    if (ipv4Of(host) === null) return 'must give an IPv4 address as four decimal numbers without leading zeros';
    const problem = addressProblem(host);
    return problem === null ? null : `must lead elsewhere: ${host} ${problem}`;
  }
  if (host.length > 253 || labels.some((label) => !/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)))
    return 'must name a host in letters, digits, hyphens and dots (other alphabets as xn--…)';
  if (last === 'localhost') return `must lead elsewhere: ${host} is loopback: the machine that the console runs on`;
  return null;
}
