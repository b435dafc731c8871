/** Is this the name or address of this machine alone? IPv6 without brackets. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (/^127(\.\d{1,3}){3}$/.test(host) && host.split('.').every((part) => Number(part) <= 255));

// Neither DOM nor Node types here: all of them have this much of URL.
const shape = /^(https?):\/\/(?:([^/?#]*)@)?(\[[0-9a-f:]+\]|[^/?#:@]+)(?::(\d{1,5}))?(\/[^?#]*)?$/i;

/**
 * What is wrong with the address of an AWS-compatible endpoint, or null. Requests signed for a plain http address elsewhere could be read on
 * the way, so http is for loopback alone.
 */
export function endpointProblem(text: string): string | null {
  const [, scheme, login, host, port] = shape.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return 'must be an address such as https://aws.example, without a query';
  if (login !== undefined) return 'must not hold a user name or password';
  if (port !== undefined && Number(port) > 65_535) return 'has a port above 65535';
  const isSafe = scheme.toLowerCase() === 'https' || isLoopback(host.replace(/^\[|\]$/g, '').toLowerCase());
  return isSafe ? null : 'must be https, or http on loopback';
}
