import { administrators } from '../auth/administrators.ts';
import { findCredentials } from '../auth/credentials.ts';
import type { Invoke } from '../http/invoke.ts';
import type { World } from '../state/world.ts';
import { type DrillFacts, drillFacts } from './facts.ts';
import { type DrillStepId, drillSteps } from './steps.ts';

/** The steps that there are, in the document's order. */
export const drillStepIds = Object.keys(drillSteps) as DrillStepId[];

/** Carries out one step as the account's administrator and says what stands then. Null: the account has nothing to drill on. Which step may come when is up to the caller. */
export async function takeDrillStep(world: World, invoke: Invoke, accountId: string, step: DrillStepId): Promise<DrillFacts | null> {
  const [facts, account] = [drillFacts(world, accountId), world.state.accounts[accountId]];
  const administrator = administrators(world).find((one) => one.accountId === accountId);
  const principal = administrator && findCredentials(world, administrator.accessKeyId)?.principal;
  if (!facts || !account || !principal) return null;
  await drillSteps[step]({ invoke, account, principal, facts });
  return drillFacts(world, accountId);
}
