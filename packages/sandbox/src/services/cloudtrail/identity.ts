import type { Principal } from '../service.ts';

/** `userIdentity` of an event in the history of `accountId`. Source: CloudTrail user guide, userIdentity element. */
export function userIdentityOf(principal: Principal, accountId: string): Record<string, unknown> {
  if (isForeign(principal, accountId)) return { type: 'AWSAccount', principalId: principal.userId, accountId: principal.accountId };
  const common = { principalId: principal.userId, arn: principal.arn, accountId: principal.accountId, accessKeyId: principal.accessKeyId };
  switch (principal.kind) {
    case 'user':
      return { type: 'IAMUser', ...common, userName: principal.userName };
    case 'account-root':
      return { type: 'Root', ...common };
    case 'anonymous':
      return { type: 'AWSAccount', principalId: '', accountId: 'anonymous' };
    case 'service':
      return { type: 'AWSService', invokedBy: principal.arn };
    case 'assumed-role': {
      const roleArn = principal.roleArn ?? '';
      const sessionIssuer = {
        type: 'Role',
        principalId: principal.userId.split(':')[0],
        arn: roleArn,
        accountId: principal.accountId,
        userName: roleArn.split('/').at(-1),
      };
      return { type: 'AssumedRole', ...common, sessionContext: { sessionIssuer, attributes: { mfaAuthenticated: 'false' } } };
    }
  }
}

/** Another account is not told the names of who calls. */
const isForeign = ({ kind, accountId }: Principal, ownId: string): boolean =>
  ['user', 'assumed-role'].includes(kind) && accountId !== ownId;

/** What LookupEvents calls the user name: the session's for a role. */
export function userNameOf(principal: Principal, accountId: string): string {
  if (isForeign(principal, accountId)) return '';
  if (principal.kind === 'account-root') return 'root';
  return principal.userName ?? principal.sessionName ?? '';
}
