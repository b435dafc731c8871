import { iamNameOf } from '@rolewright/shared/aws/arn.ts';
import type { CallObserver } from '../http/observer.ts';
import { own } from '../state/iam.ts';
import { recordUse } from './last-use.ts';

/**
 * Keeps GetAccessKeyLastUsed and RoleLastUsed: every authenticated call counts, also one that was denied (D-59). Temporary credentials of a
 * user do not count for the user's keys.
 */
export const observeLastUse: CallObserver = ({ context, service }) => {
  const { world, principal, region, now } = context;
  const iam = own(world.state.accounts, principal.accountId)?.iam;
  if (!iam) return;
  const role = principal.kind === 'assumed-role' ? own(iam.roles, iamNameOf(principal.roleArn ?? '', 'role')?.name ?? '') : null;
  const used = (role ?? own(iam.accessKeys, principal.accessKeyId))?.lastUsed;
  if (used) recordUse(used, { at: now.toISOString(), region, serviceName: service }, world.settings.trueDelays);
};
