import { iamNameOf } from '@rolewright/shared/aws/arn.ts';
import type { Principal } from '../services/service.ts';
import { own } from '../state/iam.ts';
import type { SessionState, World } from '../state/world.ts';
import { effectiveIam } from './effective.ts';

/** What a signature is checked with, and who stands behind it. */
export interface Credentials {
  principal: Principal;
  secretAccessKey: string;
  /** Must be sent along by temporary credentials; null for access keys of users. */
  sessionToken: string | null;
  /** After this the answer is ExpiredToken; null: never. */
  expiresAt: Date | null;
}

/**
 * Credentials by access key id, as they are in effect now. Null for ids that do not exist, inactive keys, and sessions whose user or role
 * was deleted: AWS answers InvalidClientTokenId to all of them. Expired sessions are returned; the caller compares `expiresAt`.
 */
export function findCredentials(world: World, accessKeyId: string): Credentials | null {
  const session = own(world.state.sessions, accessKeyId);
  if (session) return ofSession(world, session);
  for (const { id } of Object.values(world.state.accounts)) {
    const iam = effectiveIam(world, id);
    const key = iam.find('accessKeys', accessKeyId);
    if (!key) continue;
    const user = iam.find('users', key.userName);
    if (!user || key.status !== 'Active') return null;
    return {
      principal: { kind: 'user', arn: user.arn, accountId: id, userId: user.id, userName: user.name, tags: { ...user.tags }, accessKeyId },
      secretAccessKey: key.secretAccessKey,
      sessionToken: null,
      expiresAt: null,
    };
  }
  return null;
}

function ofSession(world: World, session: SessionState): Credentials | null {
  const principal = session.roleArn === null ? userOfSession(world, session) : roleOfSession(world, session, session.roleArn);
  return (
    principal && {
      principal,
      secretAccessKey: session.secretAccessKey,
      sessionToken: session.sessionToken,
      expiresAt: new Date(session.expiresAt),
    }
  );
}

function roleOfSession(world: World, session: SessionState, roleArn: string): Principal | null {
  const role = effectiveIam(world, session.accountId).find('roles', iamNameOf(roleArn, 'role')?.name ?? '');
  // A session is of the role that it was given for, not of a namesake that was created later.
  if (!role || role.id !== session.userId.split(':')[0]) return null;
  return {
    kind: 'assumed-role',
    arn: session.arn,
    accountId: session.accountId,
    userId: session.userId,
    roleArn: role.arn,
    ...(session.sessionName === null ? {} : { sessionName: session.sessionName }),
    ...(session.sessionPolicy === null ? {} : { sessionPolicy: session.sessionPolicy }),
    tags: { ...role.tags, ...session.tags },
    accessKeyId: session.accessKeyId,
  };
}

function userOfSession(world: World, session: SessionState): Principal | null {
  const user = effectiveIam(world, session.accountId).find('users', iamNameOf(session.arn, 'user')?.name ?? '');
  if (!user || user.id !== session.userId) return null;
  return {
    kind: 'user',
    arn: user.arn,
    accountId: session.accountId,
    userId: user.id,
    userName: user.name,
    tags: { ...user.tags },
    accessKeyId: session.accessKeyId,
  };
}
