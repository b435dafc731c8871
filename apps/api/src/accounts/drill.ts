import { type Drill, type DrillFacts, type DrillStepId, drillStepId } from '@rolewright/shared/accounts/drill.ts';
import { drillProgress } from '@rolewright/shared/accounts/drill-progress.ts';
import { drillWords } from '@rolewright/shared/accounts/drill-words.ts';
import { AppError } from '@rolewright/shared/error.ts';
import type { Overview } from '@rolewright/shared/overview.ts';
import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import type { Db } from '../store/database.ts';
import { accountRow } from './account-row.ts';
import { lockAccount, refuseOpenRuns } from './change.ts';

const minuteMs = 60_000;

/** Where the drill of document 003's own order stands. Throws `bad-input` for an account that is not the sandbox's, `not-found` for one without the web servers. */
export async function readDrill(ctx: Context, id: string): Promise<Drill> {
  const { deps } = ctx;
  const awsAccountId = await accountOfSandbox(deps.db, id);
  return drillOf(ctx, id, await deps.drill.facts(awsAccountId));
}

/**
 * Carries out the next step of the drill. A step that is done already changes nothing and is no error; one whose turn has not come is refused.
 * Refused too while a run of the account is open: it would be about servers that the drill takes down.
 */
export async function takeDrillStep(ctx: Context, id: string, step: DrillStepId): Promise<Drill> {
  const { deps } = ctx;
  const awsAccountId = await accountOfSandbox(deps.db, id);
  const facts = await deps.db.transaction().execute(async (trx) => {
    // No run begins meanwhile, and of two who ask for a step at once the second finds it done.
    await lockAccount(trx, id);
    await refuseOpenRuns(trx, id);
    const before = await deps.drill.facts(awsAccountId);
    if (before === null || !isDue(before, step)) return before;
    await recordAudit(trx, ctx, {
      action: 'drill.step',
      target: id,
      accountId: id,
      summary: `Drill in the sandbox: ${drillWords[step].done}.`,
      detail: { step },
    });
    return deps.drill.take(awsAccountId, step);
  });
  return drillOf(ctx, id, facts);
}

/** False: it is done. Throws where its turn has not come. */
function isDue(facts: DrillFacts, step: DrillStepId): boolean {
  const { steps, blocked } = drillProgress(facts);
  if (blocked !== null) throw new AppError('conflict', blocked);
  const next = steps.find(({ state }) => state === 'next')?.id;
  if (steps.find(({ id }) => id === step)?.state !== 'later') return step === next;
  const message = `comes later: the next step is ${next}`;
  throw new AppError('bad-input', `step: ${step} ${message}.`, { fields: [{ field: 'step', message }] });
}

async function accountOfSandbox(db: Db, id: string): Promise<string> {
  const { kind, name, aws_account_id } = await accountRow(db, id);
  if (kind === 'sandbox' && aws_account_id !== null) return aws_account_id;
  const message = 'is not an account of the sandbox';
  throw new AppError(
    'bad-input',
    `The drill takes a working application down on purpose: it exists in the sandbox only, never for ${name}.`,
    {
      fields: [{ field: 'id', message }],
    },
  );
}

async function drillOf({ deps }: Context, accountId: string, facts: DrillFacts | null): Promise<Drill> {
  if (facts === null)
    throw new AppError('not-found', 'The drill is about the web servers of document 003, which this account of the sandbox has not.');
  const { region, workload, servers } = facts;
  const { built, takenAt } = await recordOf(deps.db, accountId);
  const { steps, ...progress } = drillProgress(facts);
  const began = drillStepId.options.map((step) => takenAt.get(step)?.getTime()).find((at) => at !== undefined) ?? deps.now().getTime();
  const since = new Date(Math.max(began - minuteMs, built?.getTime() ?? 0));
  const observed = { accountId, region, name: workload, kind: 'auto-scaling-group', clusterArn: null } as const;
  return {
    accountId,
    region,
    workload,
    ...progress,
    steps: steps.map(({ id, state }) => ({ id, state, doneAt: (state === 'done' ? takenAt.get(id) : null)?.toISOString() ?? null })),
    servers,
    observations: await deps.observations.of({ ...observed, instanceIds: [], keyIds: [], roleArns: [] }, since),
  };
}

/** The drill that somebody began and that was not put back since; every screen says so. */
export async function drillUnderWay(db: Db): Promise<Overview['drill']> {
  const accounts = await db.selectFrom('account').select('id').where('kind', '=', 'sandbox').execute();
  for (const { id } of accounts) {
    const [since] = [...(await recordOf(db, id)).takenAt.values()].toSorted((one, other) => one.getTime() - other.getTime());
    if (since !== undefined) return { accountId: id, since: since.toISOString() };
  }
  return null;
}

/** When the sandbox was built last, and when each step was taken since. */
async function recordOf(db: Db, accountId: string): Promise<{ built: Date | null; takenAt: Map<string, Date> }> {
  const built =
    (await db.selectFrom('audit').select('at').where('action', '=', 'sandbox.reset').orderBy('id', 'desc').executeTakeFirst())?.at ?? null;
  const rows = await db
    .selectFrom('audit')
    .select(['at', sql<string>`detail ->> 'step'`.as('step')])
    .where('action', '=', 'drill.step')
    .where('account_id', '=', accountId)
    .where('at', '>', built ?? new Date(0))
    .orderBy('id', 'desc')
    .execute();
  return { built, takenAt: new Map(rows.map(({ step, at }) => [step, at])) };
}
