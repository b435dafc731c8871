import { partitionOf } from '../../aws/arn.ts';
import type { PolicyDocument } from '../../aws/policy-document.ts';
import { externalIdsIn, mapExternalIds } from '../../iam/external-id.ts';
import { samePolicy } from '../../iam/same-policy.ts';
import type { ChainRoleOf } from '../chain-snapshot.ts';
import { ownProfilePath } from '../ec2-instance.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import { type ChangedPrincipal, generatedId, type PolicyChangeInputs, type PolicyEdit } from '../policy-change.ts';
import type { PolicyChangeSnapshot } from '../policy-change-snapshot.ts';
import type { PolicyOf, PrincipalOf } from '../snapshot.ts';
import { numbered } from '../step-ids.ts';

/** A user or role as it was read and as it will be. */
export interface PrincipalChange {
  principal: ChangedPrincipal;
  before: PrincipalOf;
  after: PrincipalOf;
  /** null for a user. */
  trust: { before: PolicyDocument; after: PolicyDocument } | null;
}

export interface PolicyChangePlan {
  steps: PlannedStep[];
  changes: PrincipalChange[];
  /** Edits that change nothing, because AWS has it so already, in sentences. */
  already: string[];
  incomplete: string[];
}

/**
 * Recipe `policy-change`: edits of policies of users and roles that exist, over accounts. `ownIds`: by edit, the fingerprint of the external
 * id that the console would make for it. Order: what gives comes first (policies made, attached, put, replaced), then trust policies, then what
 * applications are given, then what takes away (detached, deleted), so that what replaces something is there before that goes. Pure and
 * deterministic.
 */
export function planPolicyChange(
  planId: string,
  snapshot: PolicyChangeSnapshot,
  inputs: PolicyChangeInputs,
  ownIds: readonly string[],
): PolicyChangePlan {
  const incomplete = unread(snapshot);
  if (incomplete.length > 0) return { steps: [], changes: [], already: [], incomplete };
  const work = new Work(planId, snapshot);
  inputs.edits.forEach((edit, index) => {
    work.edit(edit, index, ownIds[index] ?? '');
  });
  return { ...work.result(), incomplete };
}

/** Gathers steps by the phase that they belong to, and each principal as it will be. */
class Work {
  readonly #planId: string;
  readonly #snapshot: PolicyChangeSnapshot;
  readonly #ids = numbered();
  readonly #phases: Record<'create' | 'give' | 'trust' | 'renew' | 'take', PlannedStep[]> = {
    create: [],
    give: [],
    trust: [],
    renew: [],
    take: [],
  };
  readonly #changes: Map<string, PrincipalChange>;
  readonly #already: string[] = [];

  constructor(planId: string, snapshot: PolicyChangeSnapshot) {
    this.#planId = planId;
    this.#snapshot = snapshot;
    this.#changes = new Map(
      snapshot.target.principals.flatMap((principal, index) => {
        const { kind, reading } = snapshot.principals[index] as PolicyChangeSnapshot['principals'][number];
        if (reading.state !== 'known') return [];
        const trust = kind === 'role' ? (reading.value as ChainRoleOf).trust : null;
        const change = { principal, before: reading.value, after: reading.value, trust: trust && { before: trust, after: trust } };
        return [[principal.arn, change] as const];
      }),
    );
  }

  edit(edit: PolicyEdit, index: number, ownId: string): void {
    if (edit.kind === 'trust') this.#trust(edit, index, ownId);
    else if (edit.kind === 'inline-policy') this.#inline(edit);
    else if (edit.kind === 'managed-policy') this.#managed(edit, index);
    else if (edit.kind === 'instance-profile') this.#profile(edit, index);
    else this.#detach(edit);
  }

  result(): Omit<PolicyChangePlan, 'incomplete'> {
    const { create, give, trust, renew, take } = this.#phases;
    const changing = [...create, ...give, ...trust, ...renew, ...take];
    const steps: PlannedStep[] = changing.length === 0 ? [] : [...changing, { id: this.#ids('verify'), kind: 'verify-policies' }];
    return { steps, changes: [...this.#changes.values()], already: this.#already };
  }

  #changeOf(arn: string): PrincipalChange {
    return this.#changes.get(arn) as PrincipalChange;
  }

  #trust(edit: PolicyEdit & { kind: 'trust' }, index: number, ownId: string): void {
    const change = this.#changeOf(edit.roleArn);
    if (change.trust === null) return;
    const { before } = change.trust;
    const makes = externalIdsIn(edit.document).includes(generatedId);
    const after = mapExternalIds(edit.document, (value) => (value === generatedId ? ownId : value));
    if (samePolicy(before, after)) {
      this.#already.push(`The trust policy of ${change.principal.name} says this already.`);
      return;
    }
    change.trust = { before, after };
    const kept = new Set([...externalIdsIn(after), ...this.#snapshot.ownIds]);
    this.#phases.trust.push({
      id: this.#ids('trust'),
      accountId: change.principal.accountId,
      kind: 'replace-trust-policy',
      roleName: change.principal.name,
      before,
      after,
      ...(makes ? { link: index } : {}),
      forgets: [...new Set(externalIdsIn(before))].filter((id) => !kept.has(id)),
    });
    for (const { accountId, region, name, arn, content, mask } of (this.#snapshot.configs ?? []).filter((one) => one.edit === index)) {
      const renewed = { name, arn, content: content.replaceAll(mask, ownId), link: index };
      this.#phases.renew.push({ id: this.#ids('renew'), kind: 'renew-config', accountId, region, ...renewed });
    }
  }

  #inline({ principalArn, policyName, document }: PolicyEdit & { kind: 'inline-policy' }): void {
    const change = this.#changeOf(principalArn);
    const { principal, after } = change;
    const present = after.inline.find(({ name }) => name === policyName)?.document ?? null;
    if (document === null ? present === null : present !== null && samePolicy(present, document)) {
      this.#already.push(`${principal.name} ${document === null ? 'has no' : 'has the same'} inline policy ${policyName} already.`);
      return;
    }
    const others = after.inline.filter(({ name }) => name !== policyName);
    change.after = { ...after, inline: document === null ? others : [...others, { name: policyName, arn: null, document }] };
    const { accountId, kind, name } = principal;
    if (present !== null) {
      const step = {
        accountId,
        kind: 'change-inline-policy',
        holder: { kind, name },
        policyName,
        before: present,
        after: document,
      } as const;
      if (document === null) this.#phases.take.push({ id: this.#ids('delete-inline'), ...step });
      else this.#phases.give.push({ id: this.#ids('replace-inline'), ...step });
      return;
    }
    const because = `${name} may do what the document says, as you gave it.`;
    const put = { id: this.#ids('inline'), accountId, policyName, document, because };
    this.#phases.give.push(
      kind === 'user'
        ? { ...put, kind: 'put-user-policy', userName: name }
        : { ...put, kind: 'put-role-policy', roleName: name, from: 'the document that you gave', converted: [] },
    );
  }

  #managed(edit: PolicyEdit & { kind: 'managed-policy' }, index: number): void {
    const { policyName, path = '/', document, attachTo } = edit;
    this.#snapshot.target.policies.forEach((made, place) => {
      if (made.edit !== index) return;
      const { accountId, arn: policyArn } = made;
      if (this.#snapshot.policies[place]?.state === 'known') this.#already.push(`The policy ${policyArn} is there already.`);
      else {
        this.#phases.create.push({
          id: this.#ids('policy'),
          accountId,
          kind: 'create-managed-policy',
          policyName,
          path,
          policyArn,
          document,
          description: this.#snapshot.target.title.replaceAll(/[^\x20-\x7e]/g, ' '),
          tags: { [planTag]: this.#planId },
          from: 'the document that you gave',
          converted: [],
          because: 'It is made once in this account and attached to all that need it, so that a later change of it is one call.',
        });
      }
      const own = attachTo.filter((arn) => this.#changeOf(arn).principal.accountId === accountId);
      for (const arn of own) this.#attach(this.#changeOf(arn), { name: policyName, arn: policyArn, document });
    });
  }

  #attach(change: PrincipalChange, policy: PolicyOf & { arn: string }): void {
    const { principal, after } = change;
    if (after.attached.some(({ arn }) => arn === policy.arn)) {
      this.#already.push(`${policy.name} is attached to ${principal.name} already.`);
      return;
    }
    change.after = { ...after, attached: [...after.attached, policy] };
    const because = `${principal.name} may do what ${policy.name} allows.`;
    const step = { id: this.#ids('attach'), accountId: principal.accountId, policyArn: policy.arn, because };
    this.#phases.give.push(
      principal.kind === 'user'
        ? { ...step, kind: 'attach-user-policy', userName: principal.name }
        : { ...step, kind: 'attach-managed-policy', roleName: principal.name, from: 'the plan' },
    );
  }

  /** A profile that holds another role stays as it is: whoever has it would lose that one (D-43). */
  #profile({ roleArn, profileName }: PolicyEdit & { kind: 'instance-profile' }, index: number): void {
    const { name: roleName, accountId, awsAccountId } = this.#changeOf(roleArn).principal;
    const place = this.#snapshot.target.profiles?.findIndex(({ edit }) => edit === index) ?? -1;
    const reading = this.#snapshot.profiles?.[place]?.reading;
    const found = reading?.state === 'known' ? reading.value : null;
    if (found !== null && found.roles.length > 0) {
      if (found.roles.includes(roleArn)) this.#already.push(`The instance profile ${profileName} holds ${roleName} already.`);
      return;
    }
    const made = `arn:${partitionOf(roleArn)}:iam::${awsAccountId}:instance-profile${ownProfilePath}${profileName}`;
    const profile = { accountId, profileName, profileArn: found?.arn ?? made };
    if (found === null) {
      const step = { kind: 'create-instance-profile', path: ownProfilePath, tags: { [planTag]: this.#planId } } as const;
      this.#phases.create.push({ id: this.#ids('profile'), ...profile, ...step });
    }
    this.#phases.give.push({ id: this.#ids('add-role'), ...profile, kind: 'add-role-to-instance-profile', roleName, roleArn });
  }

  #detach({ principalArn, policyArn }: PolicyEdit & { kind: 'detach-policy' }): void {
    const change = this.#changeOf(principalArn);
    const { principal, after } = change;
    if (!after.attached.some(({ arn }) => arn === policyArn)) {
      this.#already.push(`${policyArn} is not attached to ${principal.name} itself.`);
      return;
    }
    change.after = { ...after, attached: after.attached.filter(({ arn }) => arn !== policyArn) };
    const holder = { kind: principal.kind, name: principal.name };
    this.#phases.take.push({ id: this.#ids('detach'), accountId: principal.accountId, kind: 'detach-policy', holder, policyArn });
  }
}

/** What must be known to plan at all: everybody who is changed. Whether a policy's name is taken is a check's matter. */
function unread({ target, principals, profiles = [] }: PolicyChangeSnapshot): string[] {
  const unknown = profiles.flatMap(({ reading }, index) =>
    reading.state === 'unreadable' ? [`The instance profile ${target.profiles?.[index]?.name} could not be read: ${reading.reason}.`] : [],
  );
  const strangers = principals.flatMap(({ kind, reading }, index) => {
    if (reading.state === 'known') return [];
    const why = reading.state === 'absent' ? 'is not there' : `could not be read: ${reading.reason}`;
    return [`The ${kind} ${target.principals[index]?.arn} ${why}.`];
  });
  return [...strangers, ...unknown];
}
