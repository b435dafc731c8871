import type { PolicyDocument } from '../../aws/policy-document.ts';
import { sessionNamePattern } from '../../iam/session-name.ts';
import { ec2Trust, ecsTasksTrust } from '../../iam/trust.ts';
import { freeSid, withStatements } from '../../iam/trust-statements.ts';
import type { ChainAccount, ChainSnapshot } from '../chain-snapshot.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import type { ChainLinkInput, RoleChainInputs } from '../role-chain.ts';
import { numbered } from '../step-ids.ts';
import { type ChainDeliveryPlan, deliverySteps, planDelivery } from './chain-delivery.ts';
import { type InlinePolicy, inlinePolicy } from './inline-policy.ts';

type Member = ChainSnapshot['target']['members'][number];

/** One link as the plan makes it: who calls, which role, and both halves of what lets it. */
export interface ChainLinkPlan {
  caller: Member;
  role: Member;
  account: ChainAccount;
  input: ChainLinkInput;
  /** As it stands in plans and journals: a fingerprint; null where none is asked for. */
  externalId: string | null;
  /** Of this link or inherited from an earlier one: it needs a permission in every link (D-53). */
  sourceIdentity: string | null;
  /** The trust policy as it was read; null for a role that is created. */
  before: PolicyDocument | null;
  after: PolicyDocument;
  sid: string;
  callerHalf: InlinePolicy;
  permissions: InlinePolicy | null;
}

export interface RoleChainPlan {
  steps: PlannedStep[];
  links: ChainLinkPlan[];
  delivery: ChainDeliveryPlan | null;
  incomplete: string[];
}

/**
 * Recipe `role-chain`: role1 may assume role2 (and role2 role3), and nothing else new. `externalIds` are masked, by link. Order: the callers'
 * halves and the new roles first, from role1 on, because a trust policy may name only who exists (D-50), and a right to assume a role that is
 * not there yet, or does not trust, is good for nothing; then what the roles may do, and what the application needs of it; trust policies of existing roles last, the far end
 * first. So the chain opens with its last step, and undoing closes it with its first. Pure and deterministic.
 */
export function planRoleChain(
  planId: string,
  snapshot: ChainSnapshot,
  inputs: RoleChainInputs,
  externalIds: readonly string[],
): RoleChainPlan {
  const incomplete = unread(snapshot);
  if (incomplete.length > 0) return { steps: [], links: [], delivery: null, incomplete };
  const links = inputs.links.map((input, index) => linkOf(snapshot, inputs, input, index, externalIds[index] ?? ''));
  const delivery = planDelivery(snapshot, links);
  const ids = numbered();
  const steps: PlannedStep[] = [
    ...createCaller(planId, snapshot, ids),
    ...links.flatMap((link, index) => [...callerHalf(link, ids), ...(link.role.create ? [createRole(planId, link, index, ids)] : [])]),
    ...links.flatMap((link) => permissionSteps(link, ids)),
    ...deliverySteps(planId, delivery, snapshot.target.name, ids),
    ...links.flatMap((link, index) => trustStep(link, index, ids)).reverse(),
    { id: ids('verify'), kind: 'verify-chain', name: snapshot.target.name },
  ];
  return { steps, links, delivery, incomplete };
}

function linkOf(
  { accounts, target, caller, roles }: ChainSnapshot,
  inputs: RoleChainInputs,
  input: ChainLinkInput,
  index: number,
  externalId: string,
): ChainLinkPlan {
  const [before, from, role] = [roles[index], target.members[index] as Member, target.members[index + 1] as Member];
  const sourceIdentity = inputs.links.slice(0, index + 1).find((one) => one.session.sourceIdentity)?.session.sourceIdentity ?? null;
  const trust = before?.state === 'known' ? before.value.trust : null;
  const sid = freeSid(trust ?? {}, `AssumedBy${from.name}`);
  const link = { input, externalId: input.externalId === 'generate' ? externalId : null, sourceIdentity };
  const statement = { Sid: sid, Effect: 'Allow', Principal: { AWS: from.arn }, ...asked(link) };
  const holder = index === 0 ? caller.reading : roles[index - 1];
  const half = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'AssumeNextRole', Effect: 'Allow', Action: actionsOf(link), Resource: role.arn }],
  };
  return {
    ...link,
    caller: from,
    role,
    account: accounts.find((account) => account.id === role.accountId) as ChainAccount,
    before: trust,
    after: trust === null ? { Version: '2012-10-17', Statement: [statement] } : withStatements(trust, [statement]),
    sid,
    callerHalf: inlinePolicy(holder?.state === 'known' ? holder.value : null, `Assume-${role.name}`, half),
    permissions: input.permissions
      ? inlinePolicy(before?.state === 'known' ? before.value : null, `${role.name}Permissions`, input.permissions.document)
      : null,
  };
}

type Asked = Pick<ChainLinkPlan, 'input' | 'externalId' | 'sourceIdentity'>;

/** sts:AssumeRole, and what tags and a source identity need besides, on both sides (D-53). */
function actionsOf({ input, sourceIdentity }: Asked): string | string[] {
  const actions = ['sts:AssumeRole'];
  if (Object.keys(input.session.tags ?? {}).length > 0) actions.push('sts:TagSession');
  if (sourceIdentity !== null) actions.push('sts:SetSourceIdentity');
  return actions.length === 1 ? 'sts:AssumeRole' : actions;
}

/** What the trust policy asks of the call; no condition at all where nothing is asked. */
function asked(link: Asked): { Action: string | string[]; Condition?: Record<string, Record<string, string>> } {
  const { session } = link.input;
  const equals: Record<string, string> = {};
  if (link.externalId !== null) equals['sts:ExternalId'] = link.externalId;
  if (link.sourceIdentity !== null) equals['sts:SourceIdentity'] = link.sourceIdentity;
  for (const [key, value] of Object.entries(session.tags ?? {})) equals[`aws:RequestTag/${key}`] = value;
  const Condition = {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(session.enforceName ? { StringLike: { 'sts:RoleSessionName': sessionNamePattern(session.name) } } : {}),
  };
  return { Action: actionsOf(link), ...(Object.keys(Condition).length === 0 ? {} : { Condition }) };
}

function createCaller(planId: string, { accounts, target, region }: ChainSnapshot, ids: (name: string) => string): PlannedStep[] {
  const [caller] = target.members;
  const [account] = accounts;
  if (!caller?.create || !account) return [];
  const isOfInstance = 'create' in target.caller && target.caller.create.service === 'ec2';
  return [
    {
      id: ids('caller'),
      accountId: caller.accountId,
      kind: 'create-role',
      roleName: caller.name,
      path: pathOf(caller),
      trust: isOfInstance ? ec2Trust : ecsTasksTrust({ partition: account.partition, region, accountId: account.awsAccountId }),
      description: `${isOfInstance ? 'Instance' : 'Task'} role that may assume one role and do nothing else`,
      boundaryArn: null,
      tags: { [planTag]: planId },
      because: isOfInstance
        ? 'The instance begins as this role. Only Amazon EC2 may assume it, for instances whose profile holds it, and by itself it may do nothing but assume the next role. Its profile is made when the instance is given the role.'
        : 'The tasks begin as this role. Only Amazon ECS may assume it, for tasks of this account and Region, and by itself it may do nothing but assume the next role.',
    },
  ];
}

function callerHalf({ caller, role, callerHalf: half }: ChainLinkPlan, ids: (name: string) => string): PlannedStep[] {
  if (half.isThere) return [];
  const because = `The caller’s half: ${caller.name} may assume exactly ${role.arn}, no other role. By itself it opens nothing: the role must trust ${caller.name} as well.`;
  const at = { accountId: caller.accountId, policyName: half.name, document: half.document, because };
  return caller.kind === 'user'
    ? [{ id: ids('caller-half'), kind: 'put-user-policy', userName: caller.name, ...at }]
    : [{ id: ids('caller-half'), kind: 'put-role-policy', roleName: caller.name, from: 'the chain', converted: [], ...at }];
}

function createRole(planId: string, link: ChainLinkPlan, index: number, ids: (name: string) => string): PlannedStep {
  const id = link.externalId === null ? '' : ' Its external id is made when AWS is called, and shown nowhere: here stands its fingerprint.';
  return {
    id: ids('role'),
    accountId: link.role.accountId,
    kind: 'create-role',
    roleName: link.role.name,
    path: pathOf(link.role),
    trust: link.after,
    description: `Assumed by ${link.caller.name}`,
    boundaryArn: null,
    tags: { [planTag]: planId },
    link: index,
    because: `The role’s half: its trust policy names exactly ${link.caller.arn}.${id} It may do nothing yet.${sameAccount(link)}`,
  };
}

/** D-44: which half is necessary and which is good practice. */
const sameAccount = ({ caller, role }: ChainLinkPlan): string =>
  caller.awsAccountId === role.awsAccountId
    ? ' Within one account the trust policy alone would do; the caller’s half shows there what it may become, and stays right when a role moves to another account.'
    : '';

function permissionSteps({ role, permissions }: ChainLinkPlan, ids: (name: string) => string): PlannedStep[] {
  if (permissions === null || permissions.isThere) return [];
  return [
    {
      id: ids('permissions'),
      accountId: role.accountId,
      kind: 'put-role-policy',
      roleName: role.name,
      policyName: permissions.name,
      document: permissions.document,
      from: 'the document that you gave',
      converted: [],
      because: `What ${role.name} may do, as you gave it. It comes after both halves, so that neither is good for anything alone.`,
    },
  ];
}

function trustStep({ role, before, after, sid }: ChainLinkPlan, index: number, ids: (name: string) => string): PlannedStep[] {
  if (before === null) return [];
  return [
    {
      id: ids('trust'),
      accountId: role.accountId,
      kind: 'update-assume-role-policy',
      roleName: role.name,
      before,
      after,
      sids: [sid],
      link: index,
    },
  ];
}

/** `arn:…:role/team/app` → `/team/`. */
const pathOf = ({ arn, name }: Member): string => arn.slice(arn.indexOf(':role/') + 5, -name.length);

/** What must be known to plan at all: roles that are to be used, and the caller. A name that may be taken is a check's matter. */
function unread({ target, caller, roles, delivery }: ChainSnapshot): string[] {
  const members = [caller.reading, ...roles].flatMap((reading, index) => {
    const member = target.members[index] as Member;
    if (member.create || reading.state === 'known') return [];
    const why = reading.state === 'absent' ? 'is not there' : `could not be read: ${reading.reason}`;
    return [`The ${member.kind} ${member.arn} ${why}.`];
  });
  const readers = (delivery?.readers ?? []).flatMap(({ arn, reading }) => {
    if (reading.state === 'known') return [];
    return [`The reader ${arn} ${reading.state === 'absent' ? 'is not there' : `could not be read: ${reading.reason}`}.`];
  });
  return [...members, ...readers];
}
