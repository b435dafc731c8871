/**
 * Why a probe may not connect to this address, or null where it may. `text`: an IPv4 address as four decimal numbers, or an IPv6 address
 * without brackets, as a resolver gives them. Private networks are allowed, because the workloads are there; what belongs to the machine, the
 * link or the credentials of whatever the console runs on is not, in whichever of IPv6's forms it is wrapped. Source: RFC 6890, 4291, 6052,
 * 3056, 4380, 5214; instance and container metadata: Amazon EC2 user guide "Instance metadata", Amazon ECS "Task IAM role".
 */
export function addressProblem(text: string): string | null {
  const four = ipv4Of(text);
  if (four !== null) return ipv4Problem(four);
  const eight = ipv6Of(text);
  return eight === null ? 'is no IP address' : ipv6Problem(eight);
}

type Four = readonly [number, number, number, number];

/** Four decimal numbers without leading zeros, each up to 255; every other notation (octal, hexadecimal, one number) is none here. */
export function ipv4Of(text: string): Four | null {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return null;
  return parts.map(Number) as unknown as Four;
}

function ipv4Problem([first, second, third]: Four): string | null {
  if (first === 0) return 'is an unspecified address';
  if (first === 127) return 'is loopback: the machine that the console runs on';
  if (first === 169 && second === 254) return 'is link-local, where instance and container metadata hand out credentials';
  if (first === 192 && second === 0 && third === 0) return 'is reserved for protocols';
  if (first >= 224 && first < 240) return 'is a multicast address';
  if (first >= 240) return 'is a reserved or broadcast address';
  return null;
}

/** The eight groups of an IPv6 address, with or without `::`, the last two perhaps as IPv4; null where it is none. Zones are none. */
export function ipv6Of(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1)) as [number[] | null, (number[] | null)?];
  if (head === null || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? head : null;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? null : [...head, ...Array<number>(missing).fill(0), ...tail];
}

function groupsOf(half: string, isLast: boolean): number[] | null {
  if (half === '') return [];
  const parts = half.split(':');
  const four = isLast ? ipv4Of(parts.at(-1) ?? '') : null;
  const plain = four === null ? parts : parts.slice(0, -1);
  if (plain.some((part) => !/^[0-9a-f]{1,4}$/i.test(part))) return null;
  const groups = plain.map((part) => Number.parseInt(part, 16));
  return four === null ? groups : [...groups, four[0] * 256 + four[1], four[2] * 256 + four[3]];
}

function ipv6Problem(groups: readonly number[]): string | null {
  const [a = 0, b = 0, c = 0] = groups;
  const zeroUntil = groups.findIndex((group) => group !== 0);
  if (zeroUntil === -1) return 'is an unspecified address';
  if (zeroUntil === 7 && groups[7] === 1) return 'is loopback: the machine that the console runs on';
  // ::ffff:a.b.c.d is IPv4 itself; ::a.b.c.d and ::ffff:0:a.b.c.d are obsolete spellings of it that nobody needs.
  if (zeroUntil === 5 && groups[5] === 0xffff) return ipv4Problem(ipv4In(groups, 6));
  if (zeroUntil >= 6) return 'is an obsolete form of an IPv4 address';
  if (zeroUntil === 4 && groups[4] === 0xffff && groups[5] === 0) return 'is an obsolete form of an IPv4 address';
  if ((a & 0xffc0) === 0xfe80) return 'is link-local, where instance and container metadata hand out credentials';
  if ((a & 0xffc0) === 0xfec0) return 'is site-local, which no network has any more';
  if ((a & 0xff00) === 0xff00) return 'is a multicast address';
  if (a === 0xfd00 && b === 0x0ec2) return 'belongs to EC2: metadata, Pod identities, name and time servers';
  if (a === 0x0100 && b === 0 && c === 0 && groups[3] === 0) return 'is a discard address';
  if (a === 0x64 && b === 0xff9b) {
    if (c !== 0 || groups.slice(3, 6).some((group) => group !== 0)) return 'is a translation of its network’s own (NAT64)';
    return ipv4Problem(ipv4In(groups, 6));
  }
  if (a === 0x2002) return ipv4Problem(ipv4In(groups, 1));
  if (a === 0x2001 && b === 0) return 'is a Teredo tunnel';
  // ISATAP: an interface id that holds an IPv4 address.
  if ((groups[4] === 0 || groups[4] === 0x200) && groups[5] === 0x5efe) return ipv4Problem(ipv4In(groups, 6));
  return null;
}

function ipv4In(groups: readonly number[], at: number): Four {
  const [high = 0, low = 0] = groups.slice(at, at + 2);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff];
}
