import type { World } from '../state/world.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What IAM's identifiers begin with (D-13). */
export type IdPrefix = 'AKIA' | 'ASIA' | 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'AIPA';

/**
 * A new identifier with the account inside it, as AWS makes them today: 20 characters for keys, 21 for all else. Decoding it by D-14 gives
 * the account back.
 */
export function newId(world: World, prefix: IdPrefix, accountId: string): string {
  const tailLength = prefix === 'AKIA' || prefix === 'ASIA' ? 6 : 7;
  const random = world.random(2 + tailLength);
  // Six bytes: the bit of the newer format, the account in 40 bits, 7 random bits. Two more random bits fill ten characters.
  let bits = (((1n << 47n) | (BigInt(accountId) << 7n) | BigInt(random[0]! & 0x7f)) << 2n) | BigInt(random[1]! & 3);
  let head = '';
  for (let place = 0; place < 10; place += 1) {
    head = base32[Number(bits & 31n)]! + head;
    bits >>= 5n;
  }
  const tail = [...random.subarray(2)].map((byte) => base32[byte & 31]).join('');
  return `${prefix}${head}${tail}`;
}

/** Forty characters of base64 from 30 random bytes. */
export const newSecret = (world: World): string => world.random(30).toString('base64');
