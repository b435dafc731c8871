import { accountOf, iamNameOf } from '../../aws/arn.ts';
import type { Delivery } from '../delivery.ts';

/** `${NAME}`, as shells and envsubst read it. */
export const shellVariable = (name: string): string => `\${${name}}`;

/**
 * ARN of a link's role with variables for partition and account (E14): the account of the caller is found out where the script runs, any other
 * is a variable of the link's own.
 */
export function variableArn({ caller, links }: Delivery, index: number): string {
  const arn = links[index]?.roleArn ?? '';
  const role = iamNameOf(arn, 'role');
  const account = accountOf(arn) === caller.accountId ? 'ACCOUNT_ID' : accountVariable(index);
  return `arn:${shellVariable('PARTITION')}:iam::${shellVariable(account)}:role${role?.path}${role?.name}`;
}

const accountVariable = (index: number): string => `ROLE_${index + 1}_ACCOUNT_ID`;

/** Account variables that a script cannot fill by itself. */
export const accountsToGive = ({ caller, links }: Delivery): string[] =>
  links.flatMap(({ roleArn }, index) => (accountOf(roleArn) === caller.accountId ? [] : [accountVariable(index)]));
