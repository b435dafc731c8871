import type { Workload } from './workload.ts';

/** The role that a workload runs as: its task role, or that of its instances; null where it has none or it is not known. */
export const roleOfWorkload = ({ taskRoleArn, ec2 }: Pick<Workload, 'taskRoleArn' | 'ec2'>): string | null =>
  taskRoleArn ?? ec2?.roleArn ?? null;
