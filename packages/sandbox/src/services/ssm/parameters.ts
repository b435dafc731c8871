import { parseArn } from '@rolewright/shared/aws/arn.ts';
import { own } from '../../state/iam.ts';
import { type ParameterState, parametersOf } from '../../state/secrets.ts';
import { AwsFault, type CallContext, type Requirement } from '../service.ts';

/** ARN of a parameter of the caller's account by its name; an ARN stays as it is. */
export const arnOf = (context: CallContext, name: string): string =>
  name.startsWith('arn:')
    ? name
    : `arn:${context.account.partition}:ssm:${context.region}:${context.account.id}:parameter/${name.replace(/^\//, '')}`;

/** One action on parameters. Source: service authorization reference, AWS Systems Manager. */
export const need = (context: CallContext, action: string, names: readonly (string | undefined)[]): Requirement[] =>
  names.map((name) => {
    const resource = arnOf(context, name ?? '');
    const owner = parseArn(resource)?.accountId;
    return { action: `ssm:${action}`, resource, ...(owner ? { resourceAccountId: owner } : {}) };
  });

/** A parameter of the caller's account by name or ARN; null when there is none. */
export function findParameter(context: CallContext, name: string): ParameterState | null {
  const parameters = parametersOf(context.account, context.region);
  if (!name.startsWith('arn:')) return own(parameters, name) ?? null;
  return Object.values(parameters).find(({ arn }) => arn === name) ?? null;
}

/** Throws ParameterNotFound. */
export function requireParameter(context: CallContext, name: string): ParameterState {
  const found = findParameter(context, name);
  if (!found) throw new AwsFault('ParameterNotFound', '');
  return found;
}

/** Those of the names or ARNs that there are, by what they were asked for. */
export const parametersNamed = (context: CallContext, names: readonly string[]): Map<string, ParameterState> =>
  new Map(
    names.flatMap((name) => {
      const found = findParameter(context, name);
      return found ? [[name, found] as const] : [];
    }),
  );
