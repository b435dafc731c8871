import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { ChainDeliveryInput } from '@rolewright/shared/plan/chain-delivery.ts';
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
  /** What a plan that a script made has beside: further readers, another Region, where the application runs. */
  more: Pick<ChainDeliveryInput, 'readers' | 'region' | 'runsOn'>;
}

/** What the form holds of a chain: role1 (or a user) and the one or two roles that follow. */
export interface ChainDraft {
  accountId: string;
  region: string;
  /** `create`: for ECS tasks; `create-ec2`: for instances; `instance`: the role of what runs on EC2, whose ARN is in `roleArn`. */
  caller: 'create' | 'create-ec2' | 'role' | 'instance' | 'user';
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

const noDelivery: DeliveryDraft = { how: 'none', name: 'app/chain', workloadId: '', reader: '', more: {} };

/** The form as a plan was made from it. */
export function draftOf({ accountId, region, target: { caller }, inputs }: ChainPlan): ChainDraft {
  const created = 'create' in caller ? caller.create : null;
  return {
    accountId,
    region,
    caller: created !== null ? (created.service === 'ec2' ? 'create-ec2' : 'create') : 'roleArn' in caller ? 'role' : 'user',
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
  const { store, name, workloadId = '', readers: [reader = '', ...readers] = [], ...place } = delivery;
  return { how: store, name, workloadId, reader, more: { ...place, ...(readers.length === 0 ? {} : { readers }) } };
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

/** The usual name of the caller's session: tasks are told apart by their id, instances by theirs (E11). */
const taskSession = 'app-{task-id}';
const instanceSession = '{instance-id}';

/** The draft with another kind of caller. The first session's name goes with it, where nobody has given it another one. */
export function withCaller(draft: ChainDraft, caller: ChainDraft['caller']): ChainDraft {
  const [from, to] = caller === 'instance' || caller === 'create-ec2' ? [taskSession, instanceSession] : [instanceSession, taskSession];
  const links = draft.links.map((one, index) => (index === 0 && one.sessionName === from ? { ...one, sessionName: to } : one));
  return { ...draft, caller, links };
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
  sessionName: taskSession,
  enforceName: false,
  sourceIdentity: '',
  tags: '',
  minutes: '60',
  document: JSON.stringify(templatesOf(placeOf(account))['write-objects'].document, null, 2),
  why: '',
});
