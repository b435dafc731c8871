import type { Db } from '../store/database.ts';

/** What a run has proved: the workload does its work in this configuration with this role. */
export interface Proof {
  workloadId: string;
  /** ARN of the task definition's revision; of EC2 the user data in use, by its place (`configurationOf`). */
  configuration: string;
  roleArn: string;
  verifiedAt: Date;
}

/** Keeps a proof for the inventory: scans and reading a workload again show it as verified for as long as it runs in this configuration. */
export async function storeProof(db: Db, { workloadId, configuration, roleArn, verifiedAt }: Proof): Promise<void> {
  const proved = { role_arn: roleArn, verified_at: verifiedAt };
  await db
    .insertInto('workload_proof')
    .values({ workload_id: workloadId, task_definition_arn: configuration, ...proved })
    .onConflict((conflict) => conflict.columns(['workload_id', 'task_definition_arn']).doUpdateSet(proved))
    .execute();
}
