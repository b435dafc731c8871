import { accountOf, iamNameOf, parseArn, partitionOf } from '../aws/arn.ts';
import { chainedLimit } from '../iam/assume-role.ts';
import { credentialSourceOf } from './delivery/credential-source.ts';
import { longestName, variablesOfName } from './delivery/session-name.ts';
import type { CallerKind, Delivery, DeliveryForm, DeliveryLink } from './delivery.ts';

type Problem = { path: (string | number)[]; message: string };

/** What no application could use, by field: each would fail at its first call, or act as somebody else. */
export function deliveryProblems(request: Delivery): Problem[] {
  const { caller, links, credentialSource } = request;
  const problems = links.flatMap((link, index) =>
    linkProblems(request, link, index).map(({ path, message }) => ({ path: ['links', index, ...path], message })),
  );
  const right = credentialSourceOf[caller.kind];
  if (credentialSource !== undefined && credentialSource !== right) {
    problems.push({
      path: ['credentialSource'],
      message: `must be ${right}: ${credentialSource} would take another identity than that of ${placeWords[caller.kind]} (D-08)`,
    });
  }
  for (const [index, form] of (request.forms ?? []).entries()) {
    const message = whyNot(form, request);
    if (message !== null) problems.push({ path: ['forms', index], message });
  }
  return problems;
}

const placeWords = {
  'ecs-task': 'an ECS task (on EC2 it is the instance’s)',
  'ec2-instance': 'an EC2 instance',
  environment: 'the environment',
} satisfies Record<CallerKind, string>;

/** Why a form does not fit the chain; null where it does. */
export function whyNot(form: DeliveryForm, { caller, links, marathonApp, rotation }: Delivery): string | null {
  if (form === 'marathon' && marathonApp === undefined) return 'needs marathonApp, the application’s JSON';
  if (form === 'rotation') {
    const has = rotation !== undefined && typeof links.at(-1)?.externalId === 'object';
    return has ? null : 'needs rotation, and the external id of the last link as a value';
  }
  if (form === 'dcos' || form === 'marathon') {
    return caller.kind === 'ecs-task' ? 'is for DC/OS agents, whose applications run on EC2 instances' : null;
  }
  if (form !== 'metadataproxy' && form !== 'kube2iam') return null;
  if (caller.kind !== 'ec2-instance')
    return `${form} stands in for the metadata service of EC2 instances; an ECS task has its task role instead`;
  return links.length === 1 ? null : `${form} assumes one role for a container; hand a chain over as an AWS config file`;
}

function linkProblems({ region, caller, links }: Delivery, link: DeliveryLink, index: number): Problem[] {
  const { roleArn, externalId, sessionName, durationSeconds } = link;
  if (parseArn(roleArn) === null || iamNameOf(roleArn, 'role') === null || accountOf(roleArn) === null) {
    return [{ path: ['roleArn'], message: 'must be the ARN of a role, such as arn:aws:iam::123456789012:role/app' }];
  }
  const problems: Problem[] = [];
  const partition = partitionOf(roleArn);
  if (partition !== partitionOfRegion(region)) {
    problems.push({
      path: ['roleArn'],
      message: `is of the partition ${partition}, and ${region} is of ${partitionOfRegion(region)} (D-86)`,
    });
  }
  if (links.slice(0, index).some((earlier) => earlier.roleArn === roleArn)) {
    problems.push({ path: ['roleArn'], message: 'is assumed in an earlier link already; a role does not trust itself (D-46)' });
  }
  if (typeof externalId === 'object' && !/^[\w+=,.@:/-]+$/.test(externalId.value)) {
    problems.push({ path: ['externalId', 'value'], message: 'must be letters, digits and _+=,.@:/- without white space' });
  }
  if (sessionName !== null) problems.push(...nameProblems(sessionName, caller.kind));
  const chained = index > 0 || caller.kind !== 'environment';
  if (durationSeconds !== null && chained && durationSeconds > chainedLimit) {
    problems.push({
      path: ['durationSeconds'],
      message: `must be ${chainedLimit} at most: a session that another session makes lasts an hour, whatever the role’s MaxSessionDuration says; STS refuses more (D-49)`,
    });
  }
  return problems;
}

function nameProblems(template: string, kind: CallerKind): Problem[] {
  const at = (message: string): Problem[] => [{ path: ['sessionName'], message }];
  const unknown = variablesOfName(template).find(
    (name) => name !== (kind === 'ecs-task' ? 'task-id' : 'instance-id') || kind === 'environment',
  );
  if (unknown !== undefined) {
    const allowed = { 'ecs-task': '{task-id}', 'ec2-instance': '{instance-id}', environment: 'no variable' }[kind];
    return at(`holds {${unknown}}, which ${placeWords[kind]} does not have; possible: ${allowed}`);
  }
  const longest = longestName(template);
  if (!/^[\w+=,.@-]*$/.test(longest)) return at('must be letters, digits and _+=,.@- (D-53)');
  return longest.length > 64 ? at(`would be ${longest.length} characters long; 64 is the most (D-53)`) : [];
}

/** Partition of a Region, by its name. Source: botocore's partitions.json, regionRegex. */
function partitionOfRegion(region: string): string {
  const found = prefixes.find(([prefix]) => region.startsWith(prefix));
  return found?.[1] ?? 'aws';
}

const prefixes: [string, string][] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];
