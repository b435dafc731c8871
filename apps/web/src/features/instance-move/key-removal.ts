import type { UserDataDocument } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';

/** What can be done about the keys in the user data that is in use. */
export interface KeyRemoval {
  /** none: there is no key in it. automatic: every key line goes by itself. manual: a person edits it. unread: it is not known. */
  state: 'none' | 'automatic' | 'manual' | 'unread';
  /** User data in use that carries a key, or was not read. */
  documents: UserDataDocument[];
  /** It goes without stopping anything: so in a new version of a group, and on an instance that is stopped. */
  isHarmless: boolean;
}

/** A verdict on all user data of a workload that is in use: the worst of its documents. */
export function keyRemoval({ kind, ec2Detail }: Pick<WorkloadDetail, 'kind' | 'ec2Detail'>): KeyRemoval {
  const all = (ec2Detail?.documents ?? []).filter(({ standing, reading }) => standing === 'in-use' && reading !== 'absent');
  const documents = all.filter(({ reading, verdict }) => reading === 'unreadable' || verdict !== 'clean');
  const is = (what: (one: UserDataDocument) => boolean) => documents.some(what);
  const state = is(({ reading }) => reading === 'unreadable')
    ? 'unread'
    : is(({ verdict }) => verdict === 'manual')
      ? 'manual'
      : documents.length > 0
        ? 'automatic'
        : 'none';
  const isStopped = ec2Detail?.instances.every((one) => one.state === 'stopped') ?? false;
  return { state, documents, isHarmless: state === 'automatic' && (kind === 'auto-scaling-group' || isStopped) };
}
