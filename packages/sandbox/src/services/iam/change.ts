import { propagationDelay } from '../../auth/effective.ts';
import { type IamEntities, type IamKind, own, type RecentChange, setOwn } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';

/**
 * Every write of IAM goes through these three: they note what was there before, because evaluation goes by it until the change has spread
 * (D-50).
 */
export function create<K extends IamKind>(context: CallContext, kind: K, key: string, value: IamEntities[K]): IamEntities[K] {
  remember(context, kind, key);
  setOwn<IamEntities[K]>(context.account.iam[kind] as unknown as Record<string, IamEntities[K]>, key, value);
  return value;
}

/** Gives the entity to be changed in place; it must exist. */
export function change<K extends IamKind>(context: CallContext, kind: K, key: string): IamEntities[K] {
  remember(context, kind, key);
  return context.account.iam[kind][key] as IamEntities[K];
}

export function remove<K extends IamKind>(context: CallContext, kind: K, key: string): void {
  remember(context, kind, key);
  delete context.account.iam[kind][key];
}

/** What the sandbox does itself (no access key: the estate, its own roles) is in effect at once. */
function remember<K extends IamKind>({ world, account, now, principal }: CallContext, kind: K, key: string): void {
  if (principal.accessKeyId === '') return;
  const delay = propagationDelay * world.settings.timeScale;
  const forget = () => {
    const time = world.clock.now().toISOString();
    account.iam.recent = account.iam.recent.filter((one) => one.effectiveAt > time);
  };
  forget();
  const previous = structuredClone(own<object>(account.iam[kind], key));
  const effectiveAt = new Date(now.getTime() + delay).toISOString();
  account.iam.recent.push({ kind, key, previous, effectiveAt } as RecentChange);
  world.clock.after(delay + 1, forget);
}
