import { isPrincipalId } from '../aws/key-id.ts';
import type { PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { ecsTasksService } from '../iam/trust.ts';
import { freeSid } from '../iam/trust-statements.ts';
import { isNamed, listOf, mapPrincipals, mapStatements, withCondition } from './change-trust.ts';
import { deadIdIn, type RoleFinding } from './finding.ts';
import { noProposal, type Proposed, propose } from './proposal.ts';
import type { RoleIndex } from './role-index.ts';

/** A role whose trust policy was read, and the names of the workloads that run with it. */
export interface TrustedRole {
  role: KnownPrincipal & { trust: PolicyDocument };
  workloads: readonly string[];
}

/** The trust policy without the services beside its callers: whoever may pass the role to one gets around them (B4). */
export function withoutServices({ role, workloads }: TrustedRole): Proposed {
  const gone = new Set<string>();
  const document = mapStatements(role.trust, (statement) => {
    if (statement.Effect !== 'Allow') return [statement];
    const kept = mapPrincipals(statement, (type, names) => {
      if (type !== 'Service') return names;
      for (const name of names) gone.add(name);
      return [];
    });
    return kept === null ? [] : [kept];
  });
  if (gone.has(ecsTasksService) && workloads.length > 0) {
    return noProposal(
      `${workloads.join(', ')} ${workloads.length === 1 ? 'runs' : 'run'} with this role: give what runs a role of its own first`,
    );
  }
  const services = [...gone].map((name) => name.replace('.amazonaws.com', ''));
  const notes = [...gone].flatMap((name) => (name === 'ec2.amazonaws.com' ? profileNotes(role) : otherNotes(name)));
  return propose(`Take ${services.join(' and ')} out of the trust policy of ${role.name}`, [edit(role, document)], notes);
}

function profileNotes({ instanceProfiles }: KnownPrincipal): string[] {
  if (instanceProfiles === undefined) return ['Which instance profiles hold the role is not known: scan its account again.'];
  if (instanceProfiles.length === 0) return ['No instance profile holds the role, so that no instance runs with it.'];
  const names = instanceProfiles.join(', ');
  return [
    `Instance profile ${names} is then unused: it gives an instance no credentials any more. It is not deleted.`,
    `Whether an instance has ${names} now is not read: look before.`,
  ];
}

const otherNotes = (service: string): string[] =>
  service === ecsTasksService ? [] : [`Whether something of ${service} runs with the role no scan tells: look before.`];

/**
 * Dead ids in a trust policy, all of them, since AWS takes none in a policy that is saved: the ARN of the user or role that was made anew
 * under the name that the id had, where an earlier scan saw whose it was; else the policy without it. The id itself lets nobody in (D-47, B15).
 */
export function withoutDeadIds(index: RoleIndex, { role }: TrustedRole, { message, change }: RoleFinding): Proposed {
  const dead = deadIdsIn(role.trust);
  const fate = (id: string): string | null => {
    const former = index.formerNames.get(id);
    return former !== undefined && index.principals.has(former) ? former : null;
  };
  const named = deadIdIn(message);
  if (change !== null && named !== null && fate(named) === null) {
    return noProposal(
      `no scan has seen whose id ${named} was; that it was ${change.to} is likely and not known, so that a person has to say`,
    );
  }
  if (JSON.stringify(role.trust).includes('"NotPrincipal"')) {
    return noProposal('NotPrincipal turns around what a name does: rewrite the statement by hand');
  }
  const document = mapStatements(role.trust, (statement) => {
    const kept = mapPrincipals(statement, (_, names) => [
      ...new Set(names.flatMap((name) => (dead.includes(name) ? (fate(name) ?? []) : [name]))),
    ]);
    return kept === null ? [] : [kept];
  });
  if (listOf(document.Statement).length === 0)
    return noProposal('it is the only one whom the role trusts: name a caller, or delete the role');
  const notes = dead.map((id) => whoseWords(id, fate(id), index.formerNames.get(id)));
  const restored = dead.flatMap((id) => fate(id) ?? []).map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  const title =
    restored.length > 0
      ? `Put ${restored.join(' and ')} back into the trust policy of ${role.name}`
      : `Take the deleted ${dead.join(' and ')} out of the trust policy of ${role.name}`;
  return propose(title, [edit(role, document)], notes);
}

function whoseWords(id: string, present: string | null, former: string | undefined): string {
  if (present !== null) return `An earlier scan saw ${id} as ${present}. Saving its ARN makes AWS store the id of the present one.`;
  return former === undefined ? `Whose id ${id} was no scan has seen.` : `${id} was ${former}, which is not there any more.`;
}

/** The same, unless a trust policy in it names a deleted user or role by its id: AWS takes none in a policy that is saved (D-47). */
export function savable(fix: Proposed): Proposed {
  const dead = fix.proposal?.edits.flatMap((one) => (one.kind === 'trust' ? deadIdsIn(one.document) : [])) ?? [];
  return dead.length === 0
    ? fix
    : noProposal(`${dead.join(' and ')}, the id of a deleted user or role, has to go out of the trust policy first`);
}

/** Ids of deleted users and roles that a trust policy names. */
function deadIdsIn(trust: PolicyDocument): string[] {
  const found = new Set<string>();
  mapStatements(trust, (statement) => {
    mapPrincipals(statement, (_, names) => {
      for (const name of names) if (isPrincipalId(name)) found.add(name);
      return names;
    });
    return [];
  });
  return [...found];
}

/** ECS tasks of the role's own account alone (D-28): a task runs in the account of its role, so that nothing that runs loses it. */
export function withSourceAccount({ role }: TrustedRole, { statement: id }: RoleFinding): Proposed {
  const document = mapStatements(role.trust, (statement, index) => {
    if (!isNamed(statement, index, id)) return [statement];
    const tasks = mapPrincipals(statement, (type, names) => (type === 'Service' ? names.filter((name) => name === ecsTasksService) : []));
    const others = mapPrincipals(statement, (type, names) => names.filter((name) => type !== 'Service' || name !== ecsTasksService));
    if (tasks === null) return [statement];
    const guarded = withCondition(tasks, 'StringEquals', 'aws:SourceAccount', [role.awsAccountId]);
    return others === null ? [guarded] : [others, { ...guarded, Sid: freeSid(role.trust, 'EcsTasks') }];
  });
  const note = `Tasks of ${role.awsAccountId} keep the role.`;
  return propose(`Trust ECS tasks of account ${role.awsAccountId} alone in ${role.name}`, [edit(role, document)], [note]);
}

const edit = ({ arn }: KnownPrincipal, document: PolicyDocument) => ({ kind: 'trust' as const, roleArn: arn, document });
