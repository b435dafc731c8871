/** An address as a number, with its family's bits (32 or 128). */
export interface IpAddress {
  bits: 32 | 128;
  value: bigint;
}

/** A CIDR block. */
export interface IpRange extends IpAddress {
  prefix: number;
}

/** `203.0.113.7`, `2001:db8::1` → address; null when it is neither. */
export function parseIp(text: string): IpAddress | null {
  if (!text.includes(':')) {
    const value = ipv4(text);
    return value === null ? null : { bits: 32, value };
  }
  const value = ipv6(text);
  return value === null ? null : { bits: 128, value };
}

/** `203.0.113.0/24` → range; without a prefix one address alone. Null when it is not a range. */
export function parseIpRange(text: string): IpRange | null {
  const [address = '', prefix, ...more] = text.split('/');
  const ip = parseIp(address);
  if (ip === null || more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return null;
  const length = prefix === undefined ? ip.bits : Number(prefix);
  return length > ip.bits ? null : { ...ip, prefix: length };
}

/** Is the address in the range? Never across the two families. */
export function inIpRange(ip: IpAddress, range: IpRange): boolean {
  const shift = BigInt(range.bits - range.prefix);
  return ip.bits === range.bits && ip.value >> shift === range.value >> shift;
}

/** Does the outer range hold all of the inner one? */
export const ipRangeWithin = (inner: IpRange, outer: IpRange): boolean => inner.prefix >= outer.prefix && inIpRange(inner, outer);

function ipv4(text: string): bigint | null {
  const bytes = text.split('.');
  if (bytes.length !== 4 || bytes.some((byte) => !/^\d{1,3}$/.test(byte) || Number(byte) > 255)) return null;
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function ipv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(hexGroups)));
  if (head === undefined) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** The last group may be written as an IPv4 address (`::ffff:203.0.113.7`). */
function hexGroups(group: string): string[] {
  const value = group.includes('.') ? ipv4(group) : null;
  return value === null ? [group] : [(value >> 16n).toString(16), (value & 0xffffn).toString(16)];
}
