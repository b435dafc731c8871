import { own } from '../../state/iam.ts';
import { serviceLinkedRoleHandlers } from '../iam/service-linked-roles.ts';
import type { CallContext } from '../service.ts';
import { invalid } from './faults.ts';

const roleName = 'AWSServiceRoleForAutoScaling';

/** Does the account have the role that Auto Scaling acts with? If not, creating a group makes it, as the caller. */
export const hasServiceRole = ({ account }: Pick<CallContext, 'account'>): boolean => own(account.iam.roles, roleName) !== null;

/** ARN of the service-linked role of a group: Auto Scaling's own, made when it is missing, or another with a suffix that has to be there. */
export function requireServiceRole(context: CallContext, named: string | undefined): string {
  if (named !== undefined) {
    if (!Object.values(context.account.iam.roles).some(({ arn }) => arn === named)) throw invalid(`Invalid ServiceLinkedRoleARN: ${named}`);
    return named;
  }
  if (!hasServiceRole(context)) {
    serviceLinkedRoleHandlers.CreateServiceLinkedRole?.({ AWSServiceName: 'autoscaling.amazonaws.com' }, context);
  }
  return serviceRoleArn(context);
}

export const serviceRoleArn = ({ account }: Pick<CallContext, 'account'>): string =>
  own(account.iam.roles, roleName)?.arn ??
  `arn:${account.partition}:iam::${account.id}:role/aws-service-role/autoscaling.amazonaws.com/${roleName}`;
