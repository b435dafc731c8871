import type { z } from 'zod';
import { iamNameOf } from '../aws/arn.ts';
import { AppError } from '../error.ts';
import { chainedLimit } from '../iam/assume-role.ts';
import type { ChainAccount } from './chain-snapshot.ts';
import type { NewRoleChainPlan, roleChainTarget } from './role-chain.ts';
import { roleTargetOf } from './role-target.ts';

type Target = z.infer<typeof roleChainTarget>;
type Member = Target['members'][number];
type Asked = Pick<NewRoleChainPlan, 'accountId' | 'target' | 'inputs'>;

/**
 * Inputs → whom the chain is made of, caller first. `accountOf` gives the registered account of an id. Throws AppError `bad-input` that names
 * the field: an ARN of another account or kind, a role that assumes itself (D-46), roles that AWS keeps (D-51), a source identity that
 * changes on its way (D-53), more than an hour along a chain (D-49).
 */
export function chainTargetOf({ accountId, target, inputs }: Asked, accountOf: (id: string) => ChainAccount): Target {
  const caller = callerOf(target.caller, accountOf(accountId));
  const roles = inputs.links.map(({ accountId: id, role }, index): Member => {
    const field = `inputs.links.${index}.role`;
    const account = accountOf(id);
    const named = inField(field, () => roleTargetOf(role, account.partition, account.awsAccountId));
    if (/^\/(aws-service-role|aws-reserved)\//.test(named.path)) throw refuse(field, 'is a role that only AWS changes (D-51)');
    return { arn: named.arn, name: named.name, kind: 'role', create: named.create, ...placeOf(account) };
  });
  const members = [caller, ...roles];
  refuseLoops(members);
  refusePartitions([accountId, ...inputs.links.map((link) => link.accountId)].map(accountOf));
  refuseSessions(inputs.links, members);
  return { caller: target.caller, name: members.map((member) => member.name).join(' → '), members };
}

function callerOf(input: Asked['target']['caller'], account: ChainAccount): Member {
  const field = 'target.caller';
  if ('userArn' in input) {
    const named = iamNameOf(input.userArn, 'user');
    const example = `arn:${account.partition}:iam::${account.awsAccountId}:user/Name`;
    if (!named || !input.userArn.includes(`::${account.awsAccountId}:`)) {
      throw refuse(`${field}.userArn`, `must be the ARN of a user of account ${account.awsAccountId}, such as ${example}`);
    }
    return { arn: input.userArn, name: named.name, kind: 'user', create: false, ...placeOf(account) };
  }
  const role = 'create' in input ? { create: { name: input.create.name, path: input.create.path } } : { existing: input.roleArn };
  const named = inField('create' in input ? `${field}.create` : `${field}.roleArn`, () =>
    roleTargetOf(role, account.partition, account.awsAccountId),
  );
  return { arn: named.arn, name: named.name, kind: 'role', create: named.create, ...placeOf(account) };
}

const placeOf = ({ id, awsAccountId }: ChainAccount) => ({ accountId: id, awsAccountId });

function refuseLoops(members: Member[]): void {
  members.forEach((member, index) => {
    // IAM's names are one for upper and lower case (D-40).
    const twice = members.slice(0, index).some((one) => one.kind === 'role' && sameRole(one, member));
    if (twice)
      throw refuse(`inputs.links.${index - 1}.role`, `${member.name} is in the chain already; a role does not assume itself (D-46)`);
  });
}

const sameRole = (one: Member, other: Member): boolean =>
  one.awsAccountId === other.awsAccountId && one.name.toLowerCase() === other.name.toLowerCase();

function refusePartitions(accounts: ChainAccount[]): void {
  const [first, ...others] = accounts;
  const strange = others.findIndex((account) => account.partition !== first?.partition);
  if (strange < 0) return;
  const message = `is in the partition ${others[strange]?.partition}; a role of ${first?.partition} cannot assume one there (D-86)`;
  throw refuse(`inputs.links.${strange}.accountId`, message);
}

function refuseSessions(links: Asked['inputs']['links'], members: Member[]): void {
  let identity: string | undefined;
  links.forEach(({ session, permissions, role }, index) => {
    const field = `inputs.links.${index}`;
    const chained = members[index]?.kind === 'role';
    const { durationSeconds = chainedLimit } = session;
    if (durationSeconds > chainedLimit && (chained || 'create' in role)) {
      const why = chained
        ? 'a session that another session makes lasts an hour at most, whatever the role’s own maximum says (D-49)'
        : 'the role that is created has the usual maximum of an hour';
      throw refuse(`${field}.session.durationSeconds`, `must be at most ${chainedLimit}: ${why}`);
    }
    if (identity !== undefined && session.sourceIdentity !== undefined && session.sourceIdentity !== identity) {
      throw refuse(`${field}.session.sourceIdentity`, `must be ${identity}, or left out: it cannot change along a chain (D-53)`);
    }
    identity ??= session.sourceIdentity;
    if (index === links.length - 1 && 'create' in role && permissions === undefined) {
      throw refuse(`${field}.permissions`, 'must be given: the last role of the chain is created, and could do nothing without');
    }
  });
}

function inField<T>(field: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw refuse(field, (error as Error).message);
  }
}

function refuse(field: string, message: string): AppError {
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
