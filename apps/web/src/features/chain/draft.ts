import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import { placeOf, templatesOf } from './templates.ts';

/** What the form holds of one role that is assumed; texts as they are typed. */
export interface LinkDraft {
  accountId: string;
  kind: 'create' | 'existing';
  name: string;
  path: string;
  arn: string;
  externalId: 'generate' | 'none';
  /** Why no external id is right. */
  reason: string;
  sessionName: string;
  enforceName: boolean;
  sourceIdentity: string;
  /** `key=value` pairs, separated by commas. */
  tags: string;
  minutes: string;
  /** Empty: the role gets nothing of its own, such as one in the middle of a chain. */
  document: string;
  /** Why a document that is blocked as too wide is wanted all the same (E6). */
  why: string;
}

/** What the form holds of the delivery. */
export interface DeliveryDraft {
  how: 'none' | 'secrets-manager' | 'ssm';
  name: string;
  workloadId: string;
  reader: string;
}

/** What the form holds of a chain: role1 (or a user) and the one or two roles that follow. */
export interface ChainDraft {
  accountId: string;
  region: string;
  caller: 'create' | 'role' | 'user';
  name: string;
  path: string;
  roleArn: string;
  userArn: string;
  links: LinkDraft[];
  /** ARN of the user whose keys the chain takes the place of; empty: derived. */
  comparedWith: string;
  delivery: DeliveryDraft;
}

/** Sane defaults: a new task role in the first account, one new role in the next, an external id that is generated, an hour. */
export function newDraft(accounts: Account[]): ChainDraft {
  const [first, second = first] = accounts;
  return {
    accountId: first?.id ?? '',
    region: first?.regions[0] ?? '',
    caller: 'create',
    name: 'AppTaskRole',
    path: '/',
    roleArn: '',
    userArn: '',
    links: [newLink(second, 'AppAccessRole')],
    comparedWith: '',
    delivery: noDelivery,
  };
}

const noDelivery: DeliveryDraft = { how: 'none', name: 'app/chain', workloadId: '', reader: '' };

/** The form as a plan was made from it. */
export function draftOf({ accountId, region, target: { caller }, inputs }: ChainPlan): ChainDraft {
  const created = 'create' in caller ? caller.create : null;
  return {
    accountId,
    region,
    caller: created !== null ? 'create' : 'roleArn' in caller ? 'role' : 'user',
    name: created?.name ?? 'AppTaskRole',
    path: created?.path ?? '/',
    roleArn: 'roleArn' in caller ? caller.roleArn : '',
    userArn: 'userArn' in caller ? caller.userArn : '',
    links: inputs.links.map(linkOf),
    comparedWith: inputs.comparedWith?.userArn ?? '',
    delivery: deliveryOf(inputs.delivery),
  };
}

function deliveryOf(delivery: ChainPlan['inputs']['delivery']): DeliveryDraft {
  if (delivery === undefined) return noDelivery;
  const { store, name, workloadId = '', readers = [] } = delivery;
  return { how: store, name, workloadId, reader: readers[0] ?? '' };
}

function linkOf({ accountId, role, externalId, session, permissions }: ChainPlan['inputs']['links'][number]): LinkDraft {
  return {
    ...newLink(undefined, 'AppAccessRole'),
    accountId,
    ...('create' in role ? { name: role.create.name, path: role.create.path ?? '/' } : { kind: 'existing' as const, arn: role.existing }),
    externalId: externalId === 'generate' ? 'generate' : 'none',
    reason: externalId === 'generate' ? '' : externalId.none,
    sessionName: session.name,
    enforceName: session.enforceName,
    sourceIdentity: session.sourceIdentity ?? '',
    tags: Object.entries(session.tags ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(', '),
    minutes: String((session.durationSeconds ?? 3600) / 60),
    document: permissions === undefined ? '' : JSON.stringify(permissions.document, null, 2),
    why: permissions?.reason ?? '',
  };
}

/** A role more at the end, which takes over what role2 was to do: that one then only assumes the next. */
export function withThirdRole(draft: ChainDraft, account: Account | undefined): ChainDraft {
  const { document, why } = draft.links.at(-1) ?? { document: '', why: '' };
  const before = draft.links.map((link) => ({ ...link, document: '', why: '' }));
  return { ...draft, links: [...before, { ...newLink(account, 'AppDataRole'), document, why }] };
}

const newLink = (account: Account | undefined, name: string): LinkDraft => ({
  accountId: account?.id ?? '',
  kind: 'create',
  name,
  path: '/',
  arn: '',
  externalId: 'generate',
  reason: '',
  sessionName: 'app-{task-id}',
  enforceName: false,
  sourceIdentity: '',
  tags: '',
  minutes: '60',
  document: JSON.stringify(templatesOf(placeOf(account))['write-objects'].document, null, 2),
  why: '',
});

/** Draft → body of POST /api/plans as it stands, wrong or not: the contract's own schema says what is wrong with it. */
export function planBody(draft: ChainDraft): unknown {
  const { accountId, region, caller } = draft;
  const target = {
    caller:
      caller === 'create'
        ? { create: named(draft) }
        : caller === 'role'
          ? { roleArn: draft.roleArn.trim() }
          : { userArn: draft.userArn.trim() },
  };
  const userArn = draft.comparedWith.trim();
  const inputs = {
    links: draft.links.map(linkBody),
    ...(userArn === '' ? {} : { comparedWith: { userArn } }),
    ...deliveryBody(draft.delivery),
  };
  return { recipe: 'role-chain', accountId, region, target, inputs };
}

function deliveryBody({ how, name, workloadId, reader }: DeliveryDraft): object {
  if (how === 'none') return {};
  const readers = workloadId === '' ? { readers: reader.trim() === '' ? [] : [reader.trim()] } : { workloadId };
  return { delivery: { store: how, name: name.trim(), ...readers } };
}

function linkBody(link: LinkDraft): unknown {
  const tags = tagsOf(link.tags);
  return {
    accountId: link.accountId,
    role: link.kind === 'create' ? { create: named(link) } : { existing: link.arn.trim() },
    externalId: link.externalId === 'generate' ? 'generate' : { none: link.reason.trim() },
    session: {
      name: link.sessionName.trim(),
      enforceName: link.enforceName,
      ...(link.sourceIdentity.trim() === '' ? {} : { sourceIdentity: link.sourceIdentity.trim() }),
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
      durationSeconds: Math.round(Number(link.minutes) * 60),
    },
    ...(link.document.trim() === ''
      ? {}
      : { permissions: { document: documentOf(link.document), ...(link.why.trim() === '' ? {} : { reason: link.why.trim() }) } }),
  };
}

const named = ({ name, path }: { name: string; path: string }) => ({ name: name.trim(), path: path.trim() || '/' });

const tagsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [key = '', ...value] = pair.split('=');
        return [key.trim(), value.join('=').trim()];
      }),
  );

/** JSON → document; the text itself where it is none, which the schema then refuses. */
function documentOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
