import { arnPatternProblem } from '../aws/arn.ts';

/**
 * How much harm one line of a policy can do (E8), for an order of lines and roles and nothing else: actions by how many a pattern covers,
 * services that hold rights or data counted more, resources by how many it reaches; halved by a condition. What an attacker would do first
 * ranks first: everything on everything is 100,000, then iam, then data on every resource; one action on one object is 1 to 5. A resource
 * that no ARN can match counts nothing.
 */
export function blastOf({ action, resource, condition }: { action: string; resource: string; condition: string | null }): number {
  if (!resource.startsWith('all but') && arnPatternProblem(resource) !== null) return 0;
  const [service = '*', name = '*'] = action.toLowerCase().split(':');
  const breadth = action.startsWith('all but') || /^\*+$/.test(service) ? 1000 : /^\*+$/.test(name) ? 100 : /[*?]/.test(name) ? 10 : 1;
  const whole = breadth * (weights[service] ?? 1) * widthOfResources(resource);
  return condition === null ? whole : whole / 2;
}

/** Services through which one gets at rights, then those that hold data. */
const weights: Record<string, number> = {
  iam: 5,
  sts: 5,
  organizations: 5,
  s3: 3,
  dynamodb: 3,
  secretsmanager: 3,
  ssm: 3,
  kms: 3,
  rds: 3,
};

function widthOfResources(resource: string): number {
  if (/^\*+$/.test(resource) || resource.startsWith('all but')) return 100;
  const rest = resource.split(':').slice(5).join(':');
  // `role/*` is every role; `bucket/*` of S3, or `secret:app/*`, all below one name.
  const isBelow = /^[^/*?]+\/\*+$/.test(rest) && (resource.split(':')[2] === 's3' || /^[^/]*:/.test(rest));
  return /^[^/*?]*\/?\*+$/.test(rest) && !isBelow ? 100 : /[*?]/.test(rest) ? 3 : 1;
}
