import type { ChainSource } from './chain-source.ts';
import { stepsOf, writtenOf } from './source.ts';
import { chainItems } from './terraform-chain-steps.ts';
import { terraformOverAccounts } from './terraform-over-accounts.ts';

/**
 * A chain of roles as Terraform (B13). Roles that are there already are imported where their trust policy changes, and only read where they are
 * referred to.
 */
export function terraformOfChain(source: ChainSource): string {
  const [extended] = stepsOf(source.steps, 'update-assume-role-policy');
  return terraformOverAccounts(source, {
    heading: [
      `Lets roles assume each other: ${source.workload}. Written by Rolewright from a plan.`,
      'With -var adopt=true Terraform takes over what Rolewright has applied, in place of making it.',
      ...(extended
        ? [
            `${extended.roleName} is there already: it is imported, whom it trusts stays, and nothing of it changes but the statement that is added.`,
          ]
        : []),
    ],
    written: writtenOf(source.steps),
    items: (others) => chainItems(source, others),
  });
}
