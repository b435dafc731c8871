import { accountOf } from '../aws/arn.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { trustsEc2 } from './instance-roles.ts';
import { noProposal, type Proposed, propose } from './proposal.ts';

/** E2: what IAM's console does by itself when a role is made for EC2, and its API does not: the role in a profile, by default of the same name. */
export const intoProfile = (role: { arn: string; name: string }, profileName: string): Proposed =>
  propose(
    `Put ${role.name} into the instance profile ${profileName}`,
    [{ kind: 'instance-profile', roleArn: role.arn, profileName }],
    ['The profile is made where there is none. No instance is given it by that: whoever has the profile already gets the role.'],
  );

/** E2: an empty profile gets the role of its name, as IAM's console would have given it; another one only a person can choose. */
export function emptyProfileFix({ arn, name }: { arn: string; name: string }, roles: readonly KnownPrincipal[]): Proposed {
  const own = roles.filter((role) => role.kind === 'role' && role.awsAccountId === accountOf(arn) && role.name === name);
  const [role] = own;
  if (role === undefined) return noProposal(`no role is called ${name}, and which one is meant only a person can say`);
  if (!trustsEc2(role.trust)) return noProposal(`the role ${name} does not trust EC2`);
  return intoProfile(role, name);
}
