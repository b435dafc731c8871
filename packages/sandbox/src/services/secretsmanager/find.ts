import { parseArn } from '@rolewright/shared/aws/arn.ts';
import { type SecretState, secretsOf } from '../../state/secrets.ts';
import type { AccountState } from '../../state/world.ts';
import { AwsFault, type CallContext, type Requirement } from '../service.ts';

/** A secret and the account that it lies in. */
export interface FoundSecret {
  owner: AccountState;
  secret: SecretState;
}

/** A secret by name, ARN, or ARN without the six random characters at its end; another account's by its whole ARN only. */
export function findSecret(context: CallContext, id: string | undefined): FoundSecret | null {
  const arn = parseArn(id ?? '');
  const owner = arn === null ? context.account : context.world.state.accounts[arn.accountId];
  if (owner === undefined) return null;
  const isOwn = owner.id === context.account.id;
  const secret = Object.values(secretsOf(owner, context.region)).find(
    (one) => one.arn === id || (isOwn && (one.name === id || one.arn.slice(0, -7) === id)),
  );
  return secret === undefined ? null : { owner, secret };
}

/** Throws ResourceNotFoundException, and InvalidRequestException for a secret that is scheduled for deletion. */
export function requireSecret(context: CallContext, id: string | undefined): SecretState {
  const found = findSecret(context, id)?.secret;
  if (found === undefined) throw new AwsFault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  if (found.deletedAt) {
    throw new AwsFault('InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.");
  }
  return found;
}

/** One action on one secret, with its own policy and owner. Source: service authorization reference, AWS Secrets Manager. */
export function needOn(context: CallContext, action: string, id: string | undefined): Requirement[] {
  const found = findSecret(context, id);
  const guess = `arn:${context.account.partition}:secretsmanager:${context.region}:${context.account.id}:secret:${id}-??????`;
  return [
    {
      action: `secretsmanager:${action}`,
      resource: found?.secret.arn ?? (id?.startsWith('arn:') ? id : guess),
      ...(found ? { resourceAccountId: found.owner.id } : {}),
      ...(found?.secret.policy ? { resourcePolicy: found.secret.policy } : {}),
    },
  ];
}
