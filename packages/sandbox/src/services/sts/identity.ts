import { accountIdOfKeyId, kindOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import { issueSession } from '../../auth/issue.ts';
import { own } from '../../state/iam.ts';
import type { SessionState, World } from '../../state/world.ts';
import type { CheckedHandlers, CheckedRequirements } from '../iam/model-limits.ts';
import { AwsFault } from '../service.ts';

type Sts = typeof import('@aws-sdk/client-sts');

export const identityHandlers: CheckedHandlers<Sts> = {
  GetCallerIdentity: (_input, { principal }) => ({ UserId: principal.userId, Account: principal.accountId, Arn: principal.arn }),

  /** Whose key it is, of any account; says nothing about its state (D-15). */
  GetAccessKeyInfo({ AccessKeyId }, { world }) {
    const account = accountOfKey(world, AccessKeyId);
    if (account === null) throw new AwsFault('ValidationError', `Access key ID ${AccessKeyId} is not valid.`, 400);
    return { Account: account };
  },

  /** For a user's own long-term key; a role cannot ask for one. */
  GetSessionToken({ DurationSeconds = 43_200 }, { world, principal }) {
    if (principal.kind !== 'user' || kindOfKeyId(principal.accessKeyId) !== 'long-term') {
      throw new AwsFault('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    }
    const { accountId, arn, userId } = principal;
    return { Credentials: credentialsShape(issueSession(world, { accountId, arn, userId, seconds: DurationSeconds })) };
  },
};

/** GetCallerIdentity and GetSessionToken need no permission, not even against an explicit deny. */
export const identityRequirements: CheckedRequirements<Sts> = {
  GetCallerIdentity: () => [],
  GetAccessKeyInfo: () => [{ action: 'sts:GetAccessKeyInfo', resource: '*' }],
  GetSessionToken: () => [],
};

/** Temporary credentials as STS gives them. */
export const credentialsShape = (session: SessionState) => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  SessionToken: session.sessionToken,
  Expiration: new Date(session.expiresAt),
});

function accountOfKey(world: World, id: string): string | null {
  const holder = Object.values(world.state.accounts).find(({ iam }) => own(iam.accessKeys, id) !== null);
  return holder?.id ?? own(world.state.sessions, id)?.accountId ?? accountIdOfKeyId(id);
}
