import { createHash } from 'node:crypto';
import type { Ec2State } from '../../state/ec2.ts';
import { own, setOwn } from '../../state/iam.ts';
import { AwsFault } from '../service.ts';

/**
 * Does something once per ClientToken: a repeated request gives what the first one made, and the same token with another request is
 * IdempotentParameterMismatch. `make` gives what to find it again by. Source: EC2 API reference, Run_Instance_Idempotency.
 */
export function onceFor(ec2: Ec2State, operation: string, input: { ClientToken?: string | undefined }, make: () => string): string {
  const { ClientToken, ...request } = input;
  if (ClientToken === undefined || ClientToken === '') return make();
  if (ClientToken.length > 64) throw new AwsFault('InvalidParameterValue', 'The client token must be at most 64 characters long.');
  const key = `${operation}/${ClientToken}`;
  const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const known = own(ec2.clientTokens, key);
  if (known && known.digest !== digest) {
    const message = 'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).';
    throw new AwsFault('IdempotentParameterMismatch', message);
  }
  if (known) return known.made;
  const made = make();
  setOwn(ec2.clientTokens, key, { digest, made });
  return made;
}
