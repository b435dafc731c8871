import { accountIdOfKeyId, prefixOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { KeyOwner } from '@rolewright/shared/inventory/derive.ts';
import type { CoverageReason } from '@rolewright/shared/inventory/scan.ts';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import { dangersOf } from '@rolewright/shared/keys/dangers.ts';
import { AwsError } from '../aws/aws-error.ts';
import { reasonOf } from '../aws/errors.ts';
import type { AwsPort } from '../aws/port.ts';
import type { UserReading } from '../aws/readings.ts';
import { gapReason } from './coverage-book.ts';
import type { ScanSession } from './scan-session.ts';

export interface KeyFacts extends KeyOwner {
  lastUse: AccessKey['lastUse'];
  status: AccessKey['status'];
  createdAt: string | null;
  keyAccountId: string | null;
  ownerDangers: AccessKey['ownerDangers'];
}

/**
 * What IAM says of found keys: owner, last use, status. Asks with our own credentials about the key's id; a found key itself is never used
 * (D-97). A key of another account is not looked for here (D-16). Each key is asked about once in a scan.
 */
export class KeyLookup {
  readonly #session: ScanSession;
  readonly #port: AwsPort;
  readonly #awsAccountId: string;
  readonly #users: UserReading[] | null;
  readonly #known = new Map<string, KeyFacts>();
  readonly #keysOfUser = new Map<string, Awaited<ReturnType<AwsPort['read']['accessKeys']>> | null>();

  /** `users` with their policies; null: IAM refused to tell them. */
  constructor(session: ScanSession, port: AwsPort, awsAccountId: string, users: UserReading[] | null) {
    this.#session = session;
    this.#port = port;
    this.#awsAccountId = awsAccountId;
    this.#users = users;
  }

  /** What is known so far; a key that was not looked up is unreadable, never absent. */
  get(keyId: string): KeyFacts {
    return this.#known.get(keyId) ?? { ...unreadable('it was not looked up yet'), keyAccountId: accountIdOfKeyId(keyId) };
  }

  async lookUp(keyIds: Iterable<string>): Promise<void> {
    for (const keyId of keyIds) {
      if (this.#known.has(keyId)) continue;
      this.#session.checkStop();
      this.#known.set(keyId, await this.#read(keyId));
    }
  }

  async #read(keyId: string): Promise<KeyFacts> {
    const keyAccountId = await this.#accountOf(keyId);
    if (keyAccountId !== null && keyAccountId !== this.#awsAccountId) {
      return { ...unreadable(`It belongs to account ${keyAccountId}.`), ownerState: 'foreign', keyAccountId };
    }
    if (prefixOfKeyId(keyId) !== 'AKIA') {
      return { ...unreadable('AWS keeps no last use of temporary credentials.'), ownerState: 'absent', keyAccountId };
    }
    try {
      const answer = await this.#port.read.accessKeyLastUsed(keyId);
      if (answer.state === 'absent') return { ...unreadable('IAM does not know the key.'), ownerState: 'absent', keyAccountId };
      if (answer.state === 'unreadable') return this.#refused(keyId, keyAccountId, answer.reason);
      const { userName, at, service, region } = answer.value;
      const lastUse: AccessKey['lastUse'] = at === null ? { state: 'never' } : { state: 'used', at, service, region };
      const listed = userName === null ? undefined : (await this.#keysOf(userName))?.find((one) => one.keyId === keyId);
      return {
        owner: userName,
        ownerState: userName === null ? 'absent' : 'known',
        lastUse,
        status: listed?.status ?? 'unknown',
        createdAt: listed?.createdAt ?? null,
        keyAccountId,
        ownerDangers: userName === null ? null : this.#dangersOf(userName),
      };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return this.#refused(keyId, keyAccountId, reasonOf(error), error);
    }
  }

  #dangersOf(userName: string): KeyFacts['ownerDangers'] {
    const user = this.#users?.find((one) => one.name === userName);
    return user === undefined ? null : dangersOf(user);
  }

  /** The account is derived from the id where its format carries it (D-14); else STS is asked (D-15). */
  async #accountOf(keyId: string): Promise<string | null> {
    const derived = accountIdOfKeyId(keyId);
    if (derived !== null) return derived;
    try {
      const answer = await this.#port.read.accessKeyAccount(keyId);
      if (answer.state === 'unreadable') this.#accountUnread(keyId, 'denied');
      return answer.state === 'known' ? answer.value : null;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // STS calls a key that was deleted invalid: an answer, though not the one that was asked for.
      if (error.kind !== 'other') this.#accountUnread(keyId, gapReason(error));
      return null;
    }
  }

  #accountUnread(keyId: string, reason: CoverageReason): void {
    this.#session.book.gap('global', 'iam', reason, `account of key …${keyId.slice(-4)}`);
  }

  async #keysOf(userName: string) {
    const known = this.#keysOfUser.get(userName);
    if (known !== undefined) return known;
    let keys: Awaited<ReturnType<AwsPort['read']['accessKeys']>> | null = null;
    try {
      keys = await this.#port.read.accessKeys(userName);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.kind !== 'not-found') this.#session.book.gap('global', 'iam', gapReason(error), `access keys of ${userName}`);
    }
    this.#keysOfUser.set(userName, keys);
    return keys;
  }

  #refused(keyId: string, keyAccountId: string | null, reason: string, error?: AwsError): KeyFacts {
    this.#session.book.gap(
      'global',
      'iam',
      error === undefined ? 'denied' : gapReason(error),
      `owner and last use of key …${keyId.slice(-4)}`,
    );
    return { ...unreadable(reason), keyAccountId };
  }
}

const unreadable = (reason: string): Omit<KeyFacts, 'keyAccountId'> => ({
  owner: null,
  ownerState: 'unreadable',
  lastUse: { state: 'unreadable', reason },
  status: 'unknown',
  createdAt: null,
  ownerDangers: null,
});
