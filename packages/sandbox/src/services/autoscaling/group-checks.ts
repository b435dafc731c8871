import { invalid } from './faults.ts';

interface Sizes {
  MinSize: number;
  MaxSize: number;
  DesiredCapacity: number;
}

/** Refuses sizes that contradict each other, in AWS's words. */
export function checkSizes({ MinSize, MaxSize, DesiredCapacity }: Sizes): void {
  if (MinSize < 0 || MaxSize < 0) throw invalid('Min and max size must not be negative.');
  if (MaxSize < MinSize) throw invalid(`Max bound, ${MaxSize}, must be greater than or equal to min bound, ${MinSize}`);
  if (DesiredCapacity < MinSize || DesiredCapacity > MaxSize) {
    throw invalid(`Desired capacity:${DesiredCapacity} must be between the specified min size:${MinSize} and max size:${MaxSize}`);
  }
}

const healthCheckTypes = ['EC2', 'ELB', 'VPC_LATTICE', 'EBS'];

/** `EC2`, or a list of what counts besides. */
export function checkHealthCheckType(types: string | undefined): void {
  const strange = (types ?? 'EC2').split(',').find((type) => !healthCheckTypes.includes(type));
  if (strange !== undefined) throw invalid(`Invalid HealthCheckType: ${strange}. Valid values: ${healthCheckTypes.join(', ')}`);
}

/** Both percentages or none, and at most 100 between them. Source: API reference, InstanceMaintenancePolicy. */
export function checkHealthyRange(least: number | undefined, most: number | undefined): void {
  if (most === undefined || most === -1) return;
  if (least === undefined) throw invalid('You must specify MinHealthyPercentage when you specify MaxHealthyPercentage.');
  if (most - least > 100) {
    throw invalid('The difference between MinHealthyPercentage and MaxHealthyPercentage cannot be greater than 100.');
  }
}
