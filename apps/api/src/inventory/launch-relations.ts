import type { Ec2Detail } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { StoredEc2Detail } from '@rolewright/shared/inventory/ec2/derive.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import { launchIdsOf } from './used-elsewhere.ts';

type Relation = Ec2Detail['launchRelations'][number];

/** Shown at most. */
const most = 100;

/**
 * Who else launches from the launch templates and launch configurations of a workload, and who did until a run of this console moved it: both ways,
 * so that a group leads to what it has left and that to the group. As the last scan and later runs saw it.
 */
export async function launchRelations(db: Db, workload: Workload, stored: StoredEc2Detail): Promise<Relation[]> {
  const { id, accountId, region, ec2, kind } = workload;
  const own = [
    ec2?.launchTemplate?.id,
    ec2?.launchConfigurationName,
    ...(ec2?.mixedInstancesPolicy?.overrides ?? []).map((one) => one.id),
    ...stored.documents.filter(({ source, standing }) => source !== 'instance' && standing !== 'residue').map((one) => one.id),
  ].flatMap((one) => one ?? []);
  const isIdle = kind === 'launch-template' || kind === 'launch-configuration';
  const { rows } = await sql<Relation>`
    select distinct w.id, w.name, w.kind, 'launches' as relation, null as "runId"
    from workload w, lateral (${launchIdsOf}) used
    where w.account_id = ${accountId} and w.region = ${region} and w.id <> ${id} and w.kind in ('instance', 'auto-scaling-group')
      and used.id = any(${own}::text[])
    union all
    ${isIdle ? leftBy(workload, own) : left(workload)}
    order by 4, 2 limit ${most}`.execute(db);
  return rows;
}

/** What the plans of runs that moved a group say that it launched from before, by id or name; those that were rolled back left nothing. */
const moves = sql`
  select distinct on (plan.workload_id, before.id) plan.account_id, plan.region, plan.workload_id, run.id as run_id, before.id
  from run join plan on plan.id = run.plan_id, lateral (
    select jsonb_path_query(plan.steps, '$[*].before.**.LaunchTemplateId') #>> '{}' as id
    union select jsonb_path_query(plan.steps, '$[*].before.LaunchConfigurationName') #>> '{}'
  ) before
  where plan.recipe in ('asg-launch-template', 'asg-launch-configuration') and run.state <> 'rolled-back'
  order by plan.workload_id, before.id, run.started_at desc`;

/** Groups that launched from one of these until a run moved them. */
const leftBy = ({ accountId, region, id }: Workload, own: string[]) => sql`
  select w.id, w.name, w.kind, 'left-by', moves.run_id from (${moves}) moves join workload w on w.id = moves.workload_id
  where moves.account_id = ${accountId} and moves.region = ${region} and w.id <> ${id} and moves.id = any(${own}::text[])`;

/** What a group launched from until a run moved it, where nothing is launched from it now. */
const left = ({ accountId, region, id }: Workload) => sql`
  select w.id, w.name, w.kind, 'left', moves.run_id from (${moves}) moves
  join workload w on w.account_id = ${accountId} and w.region = ${region}
    and ((w.kind = 'launch-configuration' and w.body -> 'ec2' ->> 'launchConfigurationName' = moves.id)
      or (w.kind = 'launch-template' and w.body -> 'ec2' -> 'launchTemplate' ->> 'id' = moves.id))
  where moves.workload_id = ${id}`;
