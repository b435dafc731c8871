import type { z } from 'zod';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { ChainStack, chainMember } from '../plan/role-chain.ts';

type Member = z.infer<typeof chainMember>;

/**
 * Whom each CloudFormation stack of a chain makes or changes, in the order in which the stacks are created. A stack is of one account, and IAM
 * takes no trust policy that names a role which is not there (D-50): neighbours of one account are a stack, so that a chain that comes back
 * into an account has two there. Members that nothing changes are in none.
 */
export function stackMembers(members: readonly Member[], steps: readonly PlannedStep[]): Member[][] {
  const stacks: Member[][] = [];
  for (const member of members) {
    // What a chain delivers lies in the caller's account, and goes with the caller.
    if (!steps.some((step) => isOf(member, step) || (member === members[0] && step.kind === 'store-config'))) continue;
    const last = stacks.at(-1);
    if (last?.[0]?.accountId === member.accountId) last.push(member);
    else stacks.push([member]);
  }
  return stacks;
}

/** The same for lists and choices. */
export const stacksOfChain = (members: readonly Member[], steps: readonly PlannedStep[]): ChainStack[] =>
  stackMembers(members, steps).map((own) => ({ awsAccountId: own[0]?.awsAccountId ?? '', members: own.map(({ name }) => name) }));

/** The step changes this member of the chain. */
export function isOf({ kind, name, accountId }: Member, step: PlannedStep): boolean {
  if (step.accountId !== accountId) return false;
  return kind === 'user' ? 'userName' in step && step.userName === name : 'roleName' in step && step.roleName === name;
}
