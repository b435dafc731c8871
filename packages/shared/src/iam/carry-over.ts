import { normalisePolicy, type PolicyDocument, policySize } from '../aws/policy-document.ts';
import { convertPolicy } from './convert-policy.ts';
import { type LintCode, lintPolicy } from './lint.ts';
import { factsOf } from './principal-facts.ts';

/** A managed policy with the document of its default version. */
export interface ManagedPolicy {
  arn: string;
  name: string;
  document: PolicyDocument;
}

export interface InlinePolicy {
  name: string;
  document: PolicyDocument;
}

/** All that a key's user may do by identity policies. */
export interface UserPermissions {
  arn: string;
  name: string;
  uniqueId?: string;
  /** Tags of the user; left out: not known. */
  tags?: Readonly<Record<string, string>>;
  attached: readonly ManagedPolicy[];
  inline: readonly InlinePolicy[];
  groups: readonly { name: string; inline: readonly InlinePolicy[]; attached: readonly ManagedPolicy[] }[];
  boundary?: ManagedPolicy;
}

/** Quotas of IAM, in numbers and characters without white space; the account's own where they could be read (D-41). */
export interface CarryOverQuotas {
  managedPerRole: number;
  inlineSize: number;
  managedSize: number;
}
export const defaultQuotas: CarryOverQuotas = { managedPerRole: 10, inlineSize: 10_240, managedSize: 6_144 };

/** A policy to be written for the role. */
export interface CarriedDocument {
  name: string;
  document: PolicyDocument;
  /** "user limbo-bot" or "group bots". */
  from: string;
  /** Name of the policy that it is made of. */
  policy: string;
  /** What differs from the original, in sentences; empty: an equal copy. */
  converted: readonly string[];
}

/** What the role gets in place of the user. Nothing in it is wider than what the user's access key may do today. */
export interface CarryOver {
  /** Attach by ARN, as they are. */
  attach: readonly { arn: string; name: string; from: string }[];
  /** Put as inline policies. */
  inline: readonly CarriedDocument[];
  /** Create as customer-managed policies and attach: converted copies of managed ones, whose originals others use (D-54). */
  create: readonly CarriedDocument[];
  /** The user's boundary becomes the role's. */
  boundary: { arn: string } | null;
  /** Never carried (D-55): the way out is a document of the operator's. */
  blocked: readonly { policy: string; from: string; statement: string | null; code: LintCode; why: string; fix: string }[];
  /** Left out or made stricter because nobody can say what it means for the role: needs a person. */
  unknown: readonly { policy: string; from: string; statement: string; why: string }[];
  /** Quotas that it would go over: nothing can be written until something is taken out. */
  overQuota: readonly { quota: keyof CarryOverQuotas; policy: string | null; limit: number; wanted: number; advice: string }[];
}

/**
 * Computes what a role needs to do what the user's access key does today (D-54, D-61): attached policies by ARN, inline policies and
 * those of groups as copies; a document that depends on who calls is converted for the role, in a copy, never in the original.
 */
export function carryOver(user: UserPermissions, roleName: string, quotas: CarryOverQuotas = defaultQuotas): CarryOver {
  const facts = factsOf({ kind: 'user', ...user });
  const blocked: CarryOver['blocked'][number][] = [];
  const unknown: CarryOver['unknown'][number][] = [];
  const attach = new Map<string, CarryOver['attach'][number]>();
  const create = new Map<string, CarriedDocument>();
  const inline: CarriedDocument[] = [];

  const take = (policy: InlinePolicy, from: string): { document: PolicyDocument | null; converted: string[] } => {
    const blocks = lintPolicy(policy.document, 'identity').filter((finding) => finding.severity === 'block');
    for (const { statement, code, message, fix } of blocks) blocked.push({ policy: policy.name, from, statement, code, why: message, fix });
    const left = blocks.map((finding) => finding.statement);
    const result = convertPolicy(policy.document, facts, (id) => left.includes(id));
    for (const { statement, why } of result.unknown) unknown.push({ policy: policy.name, from, statement, why });
    return {
      document: result.document,
      converted: [...result.changes, ...new Set(blocks.map((one) => `statement ${one.statement} was left out: ${one.message}`))],
    };
  };
  const takeManaged = (policy: ManagedPolicy, from: string) => {
    if (attach.has(policy.arn) || create.has(policy.arn)) return;
    const { document, converted } = take(policy, from);
    if (document === policy.document) attach.set(policy.arn, { arn: policy.arn, name: policy.name, from });
    else if (document) create.set(policy.arn, { name: copyName(policy.name, roleName), document, from, policy: policy.name, converted });
  };
  const takeInline = (policy: InlinePolicy, from: string, prefix: string) => {
    const { document, converted } = take(policy, from);
    if (!document) return;
    inline.push({ name: freeName(policy.name, prefix, inline), document, from, policy: policy.name, converted });
  };

  for (const policy of user.attached) takeManaged(policy, `user ${user.name}`);
  for (const policy of user.inline) takeInline(policy, `user ${user.name}`, user.name);
  for (const group of user.groups) {
    for (const policy of group.attached) takeManaged(policy, `group ${group.name}`);
    for (const policy of group.inline) takeInline(policy, `group ${group.name}`, group.name);
  }
  if (user.boundary) unknown.push(...boundaryUnknowns(user.boundary, user, facts));
  const result = {
    attach: [...attach.values()],
    inline,
    create: [...create.values()],
    boundary: user.boundary ? { arn: user.boundary.arn } : null,
  };
  return { ...result, blocked, unknown, overQuota: overQuota({ ...result, attached: 0, inlineSize: 0 }, quotas) };
}

/** The boundary is shared and stays as it is; where it asks who calls, the role meets another boundary than the user did. */
function boundaryUnknowns(
  boundary: ManagedPolicy,
  user: UserPermissions,
  facts: ReturnType<typeof factsOf>,
): CarryOver['unknown'][number][] {
  if (convertPolicy(boundary.document, facts, () => false).document === boundary.document) return [];
  const why = 'the permissions boundary asks who calls (user name, MFA or the like), so that it limits the role otherwise than the user';
  const [first] = normalisePolicy(boundary.document).statements;
  return [{ policy: boundary.name, from: `user ${user.name}`, statement: first?.id ?? '0', why }];
}

/** What a role is to get, and what it has already. */
export interface RoleLoad {
  attach: readonly unknown[];
  inline: readonly { document: PolicyDocument }[];
  create: readonly { name: string; document: PolicyDocument }[];
  attached: number;
  inlineSize: number;
}

/** The quotas that a role would go over, what it has already counted in (D-41). */
export function overQuota(result: RoleLoad, quotas: CarryOverQuotas): CarryOver['overQuota'] {
  const over: CarryOver['overQuota'][number][] = [];
  const attached = result.attached + result.attach.length + result.create.length;
  if (attached > quotas.managedPerRole) {
    const advice = 'Merge policies, move one inline, or ask for a higher quota of managed policies per role';
    over.push({ quota: 'managedPerRole', policy: null, limit: quotas.managedPerRole, wanted: attached, advice });
  }
  const size = result.inlineSize + result.inline.reduce((sum, { document }) => sum + policySize(document), 0);
  if (size > quotas.inlineSize) {
    const advice = 'Put some of the inline policies in a customer-managed policy';
    over.push({ quota: 'inlineSize', policy: null, limit: quotas.inlineSize, wanted: size, advice });
  }
  for (const { name, document } of result.create) {
    const wanted = policySize(document);
    if (wanted > quotas.managedSize)
      over.push({ quota: 'managedSize', policy: name, limit: quotas.managedSize, wanted, advice: 'Split the policy in two' });
  }
  return over;
}

/** Names of inline policies are unique within a role; those of two groups may be the same. */
function freeName(name: string, prefix: string, taken: readonly CarriedDocument[]): string {
  const candidates = [name, `${prefix}-${name}`.slice(0, 128), ...taken.map((_, index) => `${name.slice(0, 120)}-${index + 2}`)];
  return candidates.find((candidate) => taken.every((one) => one.name !== candidate)) ?? name;
}

/** Policy names take 128 characters of `[\w+=,.@-]`; both parts already are of these. */
const copyName = (policy: string, role: string): string => `${policy.slice(0, 128 - role.length - 5)}-for-${role}`;
