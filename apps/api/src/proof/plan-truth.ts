import { AppError } from '@rolewright/shared/error.ts';
import { faultOf, type ObservedTruth, type PlanTruth } from '@rolewright/shared/proof/plan-truth.ts';
import { truthTable } from '@rolewright/shared/proof/truth-table.ts';
import { notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { planRow } from '../plan/store.ts';
import { withAcceptedIds } from './accepted-ids.ts';
import { type PlannedChain, plannedChain } from './chain-calls.ts';
import { observeChain } from './observe-chain.ts';

/**
 * GET /api/plans/{id}/truth-table: predicted from the plan's own documents; observed, what was tried last. Reads no AWS; a plan of
 * another recipe has no links. Throws `not-found`.
 */
export async function readPlanTruth({ deps }: Context, planId: string): Promise<PlanTruth> {
  const { recipe } = await planRow(deps.db, planId);
  if (recipe !== 'role-chain') return { ...noLinks, planId };
  const chain = await plannedChain(deps, planId);
  const row = await deps.db.selectFrom('observed_truth').selectAll().where('plan_id', '=', planId).executeTakeFirst();
  const notYet = (await appliedAt(deps, planId)) === null ? whyNotYet : null;
  return view(chain, row === undefined ? null : { ...row.body, at: row.observed_at.toISOString() }, notYet);
}

/**
 * POST /api/plans/{id}/truth-table: makes the calls that the console may make and looks for those of the caller itself; changes nothing in
 * AWS, and may be repeated. Throws `not-found`, `conflict` before the chain stands.
 */
export async function observePlanTruth(ctx: Context, planId: string): Promise<PlanTruth> {
  const { deps } = ctx;
  const chain = await plannedChain(deps, planId);
  const since = await appliedAt(deps, planId);
  if (since === null) throw new AppError('conflict', whyNotYet);
  const now = deps.now();
  const observed = await observeChain(deps, await withAcceptedIds(deps, chain), since, now.toISOString());
  const values = { plan_id: planId, observed_at: now, body: JSON.stringify(observed) };
  await deps.db
    .insertInto('observed_truth')
    .values(values)
    .onConflict((conflict) => conflict.column('plan_id').doUpdateSet(values))
    .execute();
  const truth = view(chain, { ...observed, at: now.toISOString() }, null);
  const rows = truth.links.flatMap((link) =>
    link.rows.map(({ id, predicted, observation, fault }) => ({
      link: link.name,
      id,
      predicted,
      observed: observation?.observed ?? null,
      by: observation?.by ?? 'none',
      fault,
    })),
  );
  const summary = `Tried the truth table of ${chain.plan.workload_name}: ${rows.filter((row) => row.fault !== null).length} faults`;
  await recordAudit(deps.db, ctx, { action: 'proof.observe', target: planId, accountId: chain.plan.account_id, summary, detail: { rows } });
  return truth;
}

const noLink = 'The plan makes no chain of roles: there is no link to prove.';
const noLinks = { links: [], incomplete: [noLink], notYet: noLink, observedAt: null, notSeen: notSeenOfLinks };

const whyNotYet = 'The chain does not stand yet: it can be tried when its run has succeeded.';

/** When the run that made the chain began; null where none has succeeded. */
async function appliedAt({ db }: Pick<Context['deps'], 'db'>, planId: string): Promise<Date | null> {
  const run = await db
    .selectFrom('run')
    .select(['started_at', 'state'])
    .where('plan_id', '=', planId)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  return run?.state === 'succeeded' ? run.started_at : null;
}

function view(
  { plan, links, incomplete }: PlannedChain,
  observed: (ObservedTruth & { at: string }) | null,
  notYet: string | null,
): PlanTruth {
  const { members } = plan.snapshot.target;
  return {
    planId: plan.id,
    links: links.map((link, index) => {
      const found = observed?.links[index];
      return {
        name: `${members[index]?.name ?? ''} → ${members[index + 1]?.name ?? ''}`,
        callerArn: members[index]?.arn ?? '',
        roleArn: link.role.arn,
        rows: truthTable(link).map((row) => {
          const seen = { ...row, observation: found?.rows[row.id] ?? null };
          return { ...seen, fault: faultOf(seen) };
        }),
        seen: found?.seen ?? null,
      };
    }),
    incomplete,
    notYet,
    observedAt: observed?.at ?? null,
    notSeen: notSeenOfLinks,
  };
}
