import { sql } from 'kysely';

/** SQL over `workload`: the role that it runs as, a task role or that of its instances. The same rule as shared `roleOfWorkload`. */
export const roleOfRow = sql<string | null>`coalesce(workload.body ->> 'taskRoleArn', workload.body -> 'ec2' ->> 'roleArn')`;
