import { kindOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import { narrowingKeys, type SeenOperation } from '@rolewright/shared/iam/seen-operation.ts';
import type { Requirement } from '../services/service.ts';
import type { CallObserver } from './observer.ts';

/** Answer of GET /_sandbox/operations. */
export interface Operations {
  /** Since when calls are watched: the start or the last reset. */
  since: string;
  /** false: there was no room for something; what is missing is not known. */
  complete: boolean;
  items: SeenOperation[];
}

const mostResources = 50;
const mostValues = 20;
const mostEntries = 20_000;

/**
 * What users' access keys did, in the words of IAM in which each call was authorised. In memory only and no part of the account's state.
 * Bounded by the keys and actions there are: of one action the first fifty resources are told apart, all others are one entry without a
 * resource. Sessions are left out: each has a key id of its own, and what a role does is not asked here.
 */
export class SeenOperations {
  private readonly entries = new Map<string, SeenOperation>();
  private readonly resources = new Map<string, number>();
  private complete = true;
  private since: Date;

  constructor(since: Date) {
    this.since = since;
  }

  readonly observe: CallObserver = ({ context, requirements, errorCode }) => {
    const { accessKeyId } = context.principal;
    if (kindOfKeyId(accessKeyId) !== 'long-term') return;
    const denied = /^(AccessDenied|UnauthorizedOperation)/.test(errorCode ?? '');
    for (const requirement of requirements) this.see(accessKeyId, requirement, denied, context.now.toISOString());
  };

  of(keyIds: readonly string[]): Operations {
    const items = [...this.entries.values()].filter((entry) => keyIds.includes(entry.keyId));
    return { since: this.since.toISOString(), complete: this.complete, items };
  }

  clear(since: Date): void {
    this.entries.clear();
    this.resources.clear();
    this.complete = true;
    this.since = since;
  }

  private see(keyId: string, { action, resource, context = {} }: Requirement, denied: boolean, at: string): void {
    const kind = `${keyId}|${action}|${denied}`;
    const known = this.entries.get(`${kind}|${resource}`) ?? this.begin(kind, keyId, action, resource, denied);
    if (!known) return;
    known.context = known.calls === 0 ? valuesOf(context) : inEvery(known.context, valuesOf(context));
    known.calls += 1;
    known.lastAt = at;
  }

  private begin(kind: string, keyId: string, action: string, resource: string, denied: boolean): SeenOperation | null {
    const count = this.resources.get(kind) ?? 0;
    const place = count < mostResources ? resource : null;
    const key = `${kind}|${place}`;
    const there = this.entries.get(key);
    if (there) return there;
    if (this.entries.size >= mostEntries) {
      this.complete = false;
      return null;
    }
    this.resources.set(kind, count + 1);
    const entry = { source: 'sandbox', keyId, action, resource: place, context: {}, calls: 0, denied, lastAt: '' };
    this.entries.set(key, entry);
    return entry;
  }
}

const valuesOf = (context: NonNullable<Requirement['context']>): Record<string, string[]> =>
  Object.fromEntries(narrowingKeys.flatMap((key) => (context[key] === undefined ? [] : [[key, [context[key]].flat()]])));

/** Keys that both have, with the values of both. One with too many values says nothing any more, and is left out from then on. */
function inEvery(known: Record<string, string[]>, now: Record<string, string[]>): Record<string, string[]> {
  const merged = Object.entries(known).flatMap(([key, values]) => {
    const more = now[key];
    const all = more?.every((value) => values.includes(value)) ? values : more && [...new Set([...values, ...more])];
    return all && all.length <= mostValues ? [[key, all] as const] : [];
  });
  return Object.fromEntries(merged);
}
