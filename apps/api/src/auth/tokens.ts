import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as URL-safe text: sign-in codes, session cookies, the script token. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token: enough to know it again, of no use to who reads the database. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compares without telling by its time how much is equal. */
export function isSameToken(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(one), 'hex'), Buffer.from(hashOf(other), 'hex'));
}
