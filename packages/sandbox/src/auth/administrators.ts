import type { World } from '../state/world.ts';

/** The user with every permission that each account has for people's command lines and tests. */
export const administratorName = 'sandbox-administrator';

/** One profile of an AWS credentials file. */
export interface Administrator {
  /** The account's name: `sandbox`, `sandbox-data`. */
  profile: string;
  accountId: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The administrators' keys of all accounts, one each. An account whose administrator was deleted is left out. */
export function administrators(world: World): Administrator[] {
  return Object.values(world.state.accounts).flatMap((account) => {
    const keys = Object.values(account.iam.accessKeys).filter((key) => key.userName === administratorName && key.status === 'Active');
    const [key] = keys;
    return key ? [{ profile: account.name, accountId: account.id, accessKeyId: key.id, secretAccessKey: key.secretAccessKey }] : [];
  });
}
