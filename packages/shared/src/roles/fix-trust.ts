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
 * A dead id in a trust policy: the ARN of the user or role that was made anew under the name that the id had, where an earlier scan saw whose
 * it was; else the policy without it. The id itself lets nobody in (D-47, B15).
 */
export function withoutDeadId(index: RoleIndex, { role }: TrustedRole, { message, change }: RoleFinding): Proposed {
  const dead = deadIdIn(message);
  if (dead === null) return noProposal('the finding names no id');
  const former = index.formerNames.get(dead);
  if (former !== undefined && index.principals.has(former)) {
    const document = mapStatements(role.trust, (statement) => [replaced(statement, dead, former)]);
    const note = `An earlier scan saw ${dead} as ${former}. Saving its ARN makes AWS store the id of the present one.`;
    return propose(
      `Put ${former.slice(former.indexOf('/') + 1)} back into the trust policy of ${role.name}`,
      [edit(role, document)],
      [note],
    );
  }
  if (change !== null) {
    return noProposal(
      `no scan has seen whose id ${dead} was; that it was ${change.to} is likely and not known, so that a person has to say`,
    );
  }
  if (JSON.stringify(role.trust).includes('"NotPrincipal"'))
    return noProposal('NotPrincipal turns around what a name does: rewrite the statement by hand');
  const document = mapStatements(role.trust, (statement) => {
    const kept = mapPrincipals(statement, (_, names) => names.filter((name) => name !== dead));
    return kept === null ? [] : [kept];
  });
  if (listOf(document.Statement).length === 0)
    return noProposal('it is the only one whom the role trusts: name a caller, or delete the role');
  const whose = former === undefined ? 'No scan has seen whose id it was.' : `It was ${former}, which is not there any more.`;
  return propose(`Take the deleted ${dead} out of the trust policy of ${role.name}`, [edit(role, document)], [whose]);
}

function replaced(statement: Record<string, unknown>, dead: string, arn: string) {
  const swap = (element: string) =>
    mapPrincipals({ Principal: statement[element] }, (_, names) => [...new Set(names.map((name) => (name === dead ? arn : name)))])
      ?.Principal;
  const changed = ['Principal', 'NotPrincipal'].filter((element) => statement[element] !== undefined);
  return { ...statement, ...Object.fromEntries(changed.map((element) => [element, swap(element)])) };
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
