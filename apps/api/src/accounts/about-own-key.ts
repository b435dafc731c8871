import type { Deps } from '../deps.ts';
import { StartError } from '../start-error.ts';

/**
 * What is to be said at start about a long-term access key in the environment (D-91).
 * @throws StartError when an account on AWS itself would be reached with it
 */
export async function aboutOwnKey({ config, db }: Pick<Deps, 'config' | 'db'>): Promise<string[]> {
  if (config.ownKey === undefined) return [];
  if (config.ownKey === 'behind-profile') {
    return ['Both AWS_PROFILE and AWS_ACCESS_KEY_ID are set: the profile counts, the key does not. Unset one of them.'];
  }
  const onAws = await db.selectFrom('account').select(['name', 'access']).where('kind', '=', 'aws').orderBy('name').execute();
  const reached = onAws.filter(({ access }) => access.kind === 'ambient' || access.kind === 'role').map(({ name }) => name);
  if (reached.length > 0) {
    throw new StartError(
      `AWS_ACCESS_KEY_ID in the environment is a long-term access key, and Rolewright does not run on one on AWS (${reached.join(', ')}). Unset it, and use a role or a profile of IAM Identity Center (aws sso login).`,
    );
  }
  return ['AWS_ACCESS_KEY_ID in the environment is a long-term access key: it is used on custom endpoints, and refused on AWS.'];
}
