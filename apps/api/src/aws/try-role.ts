import { AssumeRoleCommand, type Credentials } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { call } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { ServiceClients } from './clients.ts';
import type { RoleCall, RoleTried, TryOptions } from './role-call.ts';
import { tryRead } from './try-read.ts';

/** The shortest session that STS gives. */
const shortest = 900;

/**
 * Becomes the roles of `via` one after the other, then makes one AssumeRole, and keeps of the answer who the session is and until when; the
 * credentials end here. A refusal is an answer, told by its code alone: a message of STS may repeat the external id. `as` makes clients of a
 * session. Throws AwsError for what says nothing about the role (rates, network).
 */
export async function tryRole(
  operator: ServiceClients,
  as: (credentials: AwsCredentialIdentity) => ServiceClients,
  asked: RoleCall,
  { via = [], read }: TryOptions = {},
): Promise<RoleTried> {
  let clients = operator;
  for (const one of via) {
    const made = await assume(clients, one);
    if ('code' in made) return { answer: 'unreached', roleArn: one.roleArn, code: made.code };
    clients = as(made.credentials);
  }
  const made = await assume(clients, asked);
  if ('code' in made) return { answer: 'denied', code: made.code };
  const tried = read === undefined ? null : await tryRead(as(made.credentials), read);
  return { answer: 'allowed', arn: made.arn, expiresAt: made.expiresAt, read: tried };
}

interface Session {
  arn: string;
  expiresAt: string;
  credentials: AwsCredentialIdentity;
}

async function assume(
  clients: ServiceClients,
  { roleArn, sessionName, externalId, durationSeconds = shortest, tags = {}, sourceIdentity }: RoleCall,
): Promise<Session | { code: string }> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const input = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: durationSeconds,
    ...(externalId === null ? {} : { ExternalId: externalId.reveal() }),
    ...(Tags.length === 0 ? {} : { Tags }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  };
  try {
    const answer = await call('sts', 'AssumeRole', () => clients.sts().send(new AssumeRoleCommand(input)));
    const expiresAt = answer.Credentials?.Expiration?.toISOString() ?? '';
    return { arn: answer.AssumedRoleUser?.Arn ?? '', expiresAt, credentials: identityOf(answer.Credentials) };
  } catch (error) {
    // ValidationError: a duration beyond what the role or a chain may have (D-49).
    if (error instanceof AwsError && /^(AccessDenied|ValidationError)/.test(error.code)) return { code: error.code };
    throw error;
  }
}

function identityOf({ AccessKeyId = '', SecretAccessKey = '', SessionToken = '' }: Partial<Credentials> = {}): AwsCredentialIdentity {
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
