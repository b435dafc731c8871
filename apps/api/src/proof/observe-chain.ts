import { assumeCommand } from '@rolewright/shared/proof/assume-command.ts';
import { trustNames } from '@rolewright/shared/proof/chain-truth.ts';
import type { Observation, ObservedTruth } from '@rolewright/shared/proof/plan-truth.ts';
import { trialsOf, truthTable } from '@rolewright/shared/proof/truth-table.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Deps } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { callOf, type PlannedChain, wayToCaller } from './chain-calls.ts';
import { observeRow, type Way, type Ways } from './observe-row.ts';
import { roleOfSession } from './role-of-session.ts';
import { seenAssumes } from './seen-assumes.ts';

/** Tries every row of every link of a chain that stands, one after the other: the console's calls, and what CloudTrail saw of the callers. */
export async function observeChain(deps: Deps, chain: PlannedChain, since: Date, at: string): Promise<ObservedTruth> {
  const { members } = chain.plan.snapshot.target;
  const links: ObservedTruth['links'] = [];
  for (const [index, link] of chain.links.entries()) {
    const member = members[index];
    const question = { accountId: member?.accountId ?? '', region: chain.plan.region, roleArn: link.role.arn, since };
    const ours = chain.links.slice(0, index).map(({ call }) => call.sessionName);
    const seen = await seenAssumes(deps, { ...question, caller: link.caller.principal, ours });
    const ways = await waysOf(deps, chain, index);
    const predicted = new Map(truthTable(link).map((row) => [row.id, row.predicted]));
    const rows: Record<string, Observation> = {};
    for (const trial of trialsOf(link)) {
      const call = callOf(chain, index, trial.call);
      const command = assumeCommand(trial.id, link.role.arn, trial.call);
      rows[trial.id] = await observeRow(trial, predicted.get(trial.id) ?? 'unknown', ways, { call, command, seen, at });
    }
    links.push({ rows, seen });
  }
  return { links };
}

async function waysOf(deps: Deps, chain: PlannedChain, index: number): Promise<Ways> {
  const { plan, links } = chain;
  const caller = plan.snapshot.target.members[index];
  const trust = links[index]?.role.trust ?? '';
  const home = await operatorOf(deps, caller?.accountId ?? '', plan.region);
  const others = await deps.db
    .selectFrom('account')
    .select(['id', 'aws_account_id'])
    .where('aws_account_id', 'is not', null)
    .orderBy('id')
    .execute();
  const elsewhere = others.find((one) => one.aws_account_id !== caller?.awsAccountId);
  const foreign = elsewhere === undefined ? noOther : await operatorOf(deps, elsewhere.id, plan.region);
  const isTrusted = (one: typeof home) => 'operator' in one && trustNames(trust, roleOfSession(one.operator));
  const trusted = [home, foreign].find(isTrusted);
  const via = wayToCaller(chain, index);
  return {
    caller: callerWay(home, trusted, via),
    another: isTrusted(home) ? itself : home,
    foreign: isTrusted(foreign) ? itself : foreign,
  };
}

const noOther = { why: 'Not tried: no account but the caller’s is registered here.' };
const itself = { why: 'Not tried: the trust policy names the console’s operator itself, so that it is no stranger.' };

function callerWay(home: Way, trusted: Way | undefined, via: ReturnType<typeof wayToCaller>): Ways['caller'] {
  if (trusted !== undefined && 'operator' in trusted) return trusted;
  if (via === null) return { why: 'Not tried: only the user itself can, with its own key, which the console never uses.' };
  return 'why' in home ? home : { ...home, via };
}

async function operatorOf(deps: Deps, accountId: string, region: string): Promise<Way> {
  const port = await portInAccount(deps, accountId, region);
  try {
    return { port, operator: (await port.operator()).arn, via: [] };
  } catch (error) {
    if (error instanceof AwsError) return { why: `Not tried: the console could not act in the account (${error.call}: ${error.code}).` };
    throw error;
  }
}
