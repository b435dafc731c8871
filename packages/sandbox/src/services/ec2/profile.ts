import { effectiveIam } from '../../auth/effective.ts';
import type { Ec2Place } from '../../state/ec2.ts';
import { type InstanceProfileState, own } from '../../state/iam.ts';
import { AwsFault } from '../service.ts';

/** How EC2 calls name an instance profile: by name or by ARN, never by a role (D-42). */
export interface NamedProfile {
  Name?: string | undefined;
  Arn?: string | undefined;
}

type Place = Pick<Ec2Place, 'world' | 'account'>;

const invalid = (message: string) => new AwsFault('InvalidParameterValue', message);

/** Last part of a profile's ARN: its name. Paths stand before it. */
export const profileNameOf = (arn: string): string => arn.split('/').at(-1) ?? '';

/**
 * The profile as EC2 sees it by now: one that IAM has not spread yet is refused in the same words as one that does not exist, and so is one
 * whose role has not arrived (D-50). Throws InvalidParameterValue.
 */
export function requireUsableProfile({ world, account }: Place, named: NamedProfile): InstanceProfileState {
  if (named.Name !== undefined && named.Arn !== undefined) {
    throw new AwsFault(
      'InvalidParameterCombination',
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    );
  }
  const member = named.Arn === undefined ? 'name' : 'arn';
  const value = named.Arn ?? named.Name ?? '';
  const found = effectiveIam(world, account.id).find('instanceProfiles', member === 'arn' ? profileNameOf(value) : value);
  if (!found || (named.Arn !== undefined && found.arn !== named.Arn)) {
    const what = member === 'arn' ? 'Invalid IAM Instance Profile ARN' : 'Invalid IAM Instance Profile name';
    throw invalid(`Value (${value}) for parameter iamInstanceProfile.${member} is invalid. ${what}`);
  }
  const [roleName] = found.roles;
  if (roleName === undefined || !effectiveIam(world, account.id).find('roles', roleName)) {
    throw invalid(`IAM Instance Profile "${found.arn}" has no associated IAM Roles`);
  }
  return found;
}

/** ARN of the role in a profile as it was written, for iam:PassRole; null where there is no such profile or it is empty. */
export function roleInProfile({ account }: Pick<Place, 'account'>, { Name, Arn }: NamedProfile): string | null {
  const profile = own(account.iam.instanceProfiles, Arn === undefined ? (Name ?? '') : profileNameOf(Arn));
  return own(account.iam.roles, profile?.roles[0] ?? '')?.arn ?? null;
}
