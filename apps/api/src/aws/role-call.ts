import type { ReadCall, ReadTried } from '@rolewright/shared/proof/read-call.ts';
import type { Secret } from '@rolewright/shared/secret.ts';

/** One AssumeRole that is made to see what STS answers. */
export interface RoleCall {
  roleArn: string;
  sessionName: string;
  externalId: Secret<string> | null;
  /** The shortest that STS gives when left out. */
  durationSeconds?: number;
  tags?: Readonly<Record<string, string>>;
  sourceIdentity?: string;
}

export interface TryOptions {
  /** Roles that the operator becomes one after the other before it calls. */
  via?: readonly RoleCall[];
  /** One reading call to be made with the session. */
  read?: ReadCall;
}

/** What STS answered; never with credentials. unreached: a role on the way was refused, so that the call itself was not made. */
export type RoleTried =
  | { answer: 'allowed'; arn: string; expiresAt: string; read: ReadTried | null }
  | { answer: 'denied'; code: string }
  | { answer: 'unreached'; roleArn: string; code: string };
