import { own, type RoleState, setOwn } from '../state/iam.ts';
import type { SessionState, World } from '../state/world.ts';
import { newId, newSecret } from './key-ids.ts';

/** How long after its end a session is remembered, so that its credentials answer ExpiredToken and not InvalidClientTokenId. */
const rememberedFor = 6 * 3600_000;

/** What a new session is of. Absent members are null or empty. */
export type SessionRequest = Pick<SessionState, 'accountId' | 'arn' | 'userId'> &
  Partial<Omit<SessionState, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiresAt'>> & { seconds: number };

/** Makes temporary credentials and remembers them. Nobody is asked for permission here. */
export function issueSession(world: World, { seconds, ...request }: SessionRequest): SessionState {
  const now = world.clock.now().getTime();
  forgetOld(world, now);
  const session: SessionState = {
    roleArn: null,
    sessionName: null,
    sessionPolicy: null,
    tags: {},
    transitiveTagKeys: [],
    sourceIdentity: null,
    chained: false,
    ...request,
    accessKeyId: newId(world, 'ASIA', request.accountId),
    secretAccessKey: newSecret(world),
    sessionToken: world.random(240).toString('base64'),
    expiresAt: new Date(now + seconds * 1000).toISOString(),
  };
  setOwn(world.state.sessions, session.accessKeyId, session);
  return session;
}

/** What makes a session one of a role: its ARN carries the role's name without the path. */
export function sessionOfRole(partition: string, accountId: string, role: RoleState, sessionName: string) {
  return {
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    roleArn: role.arn,
    sessionName,
  };
}

/**
 * Credentials of a role for one hour, without asking its trust policy: how the console gets its own two roles here. Throws when there is no
 * such role.
 */
export function issueRoleCredentials(world: World, accountId: string, roleName: string, sessionName: string): SessionState {
  const account = own(world.state.accounts, accountId);
  const role = account && own(account.iam.roles, roleName);
  if (!account || !role) throw new Error(`The sandbox has no role ${roleName} in account ${accountId}.`);
  return issueSession(world, { ...sessionOfRole(account.partition, accountId, role, sessionName), seconds: 3600 });
}

function forgetOld(world: World, now: number): void {
  for (const [id, session] of Object.entries(world.state.sessions)) {
    if (!session.remembered && Date.parse(session.expiresAt) + rememberedFor < now) delete world.state.sessions[id];
  }
}
