import { randomUUID } from 'node:crypto';
import { accountOf } from '@rolewright/shared/aws/arn.ts';
import type { ObservedCall } from '../../http/observer.ts';
import { commonFault } from '../../protocol/fault-names.ts';
import { cloudTrailOf, type TrailEvent } from '../../state/cloudtrail.ts';
import { own } from '../../state/iam.ts';
import type { AccountState, World } from '../../state/world.ts';
import type { Principal } from '../service.ts';
import { userIdentityOf, userNameOf } from './identity.ts';
import { masked } from './mask.ts';

const mostEvents = 10_000;
const mostAlike = 1_000;

/** Event source by signing name, where it is not `<name>.amazonaws.com`. */
const sources: Record<string, string> = { monitoring: 'monitoring.amazonaws.com' };

/** Data events are no part of event history: object calls of S3, metrics that are put (D-60). */
const isDataEvent = (service: string, operation: string): boolean =>
  (service === 's3' && /Object/.test(operation)) || (service === 'monitoring' && operation === 'PutMetricData');

/** Calls that only read. AssumeRole and its like count as such in CloudTrail. */
const readOnly = (operation: string): boolean =>
  /^(Get|List|Describe|Lookup|Head|Simulate|Generate|AssumeRole|Decode|Validate|Check)/.test(operation);

/** IAM's events lie in the partition's first Region (D-60). */
const globalRegion = (partition: string): string =>
  partition === 'aws-cn' ? 'cn-north-1' : partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';

/** Writes one answered call to the event history of the caller's account. The server tells of every authenticated call. */
export function recordCall(call: ObservedCall): void {
  const { context, service, operation, input, output, errorCode, errorMessage } = call;
  if (isDataEvent(service, operation)) return;
  const event: Recorded = {
    at: context.now,
    region: service === 'iam' ? globalRegion(context.account.partition) : context.region,
    service,
    operation,
    principal: context.principal,
    sourceIp: context.sourceIp,
    userAgent: context.userAgent,
    requestId: context.requestId,
    input,
    output: service === 'iam' || service === 'sts' ? output : undefined,
    errorCode: shownCode(service, errorCode),
    errorMessage,
  };
  record(context.world, context.account, event);
  // The account whose role was assumed sees it too; of a refusal only the caller's account learns.
  const roleAccount = operation === 'AssumeRole' && errorCode === undefined ? accountOf(String(input.RoleArn)) : null;
  const other = own(context.world.state.accounts, roleAccount ?? '');
  if (other && other !== context.account) record(context.world, other, event);
}

/** CloudTrail says AccessDenied whatever the protocol calls it; of EC2's errors it also says whose fault they are. */
function shownCode(service: string, code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  if (service !== 'ec2') return code === 'AccessDeniedException' ? 'AccessDenied' : code;
  const named = commonFault(code, 'ec2')?.code ?? code;
  return `${['InternalError', 'Unavailable'].includes(named) ? 'Server' : 'Client'}.${named}`;
}

export interface Recorded {
  at: Date;
  region: string;
  service: string;
  operation: string;
  principal: Principal;
  sourceIp: string;
  userAgent: string;
  requestId: string;
  input: Record<string, unknown>;
  output?: Record<string, unknown> | undefined;
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
}

/** Writes one event; `remembered` says which are kept. Also called for what services of AWS do, such as AssumeRole by ecs-tasks. */
export function record(world: World, account: AccountState, event: Recorded): void {
  const { events } = cloudTrailOf(account, event.region);
  const id = randomUUID();
  const order = (world.state.counters.cloudtrail ?? 0) + 1;
  world.state.counters.cloudtrail = order;
  const source = sources[event.service] ?? `${event.service}.amazonaws.com`;
  const reads = readOnly(event.operation);
  const resources = resourcesOf(event.input);
  const json = JSON.stringify({
    eventVersion: '1.11',
    userIdentity: userIdentityOf(event.principal, account.id),
    eventTime: event.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: source,
    eventName: event.operation,
    awsRegion: event.region,
    sourceIPAddress: event.sourceIp,
    userAgent: event.userAgent,
    ...(event.errorCode ? { errorCode: event.errorCode, errorMessage: event.errorMessage } : {}),
    requestParameters: masked(event.input, `${event.operation.charAt(0).toLowerCase()}${event.operation.slice(1)}`),
    responseElements: reads && event.service !== 'sts' ? null : (masked(event.output) ?? null),
    requestID: event.requestId,
    eventID: id,
    readOnly: reads,
    resources: resources.map(({ type, name }) => ({ accountId: account.id, type, ARN: name })),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account.id,
    eventCategory: 'Management',
  });
  const entry: TrailEvent = {
    id,
    order,
    at: event.at.toISOString(),
    name: event.operation,
    source,
    readOnly: reads,
    userName: userNameOf(event.principal, account.id),
    accessKeyId: event.principal.accessKeyId,
    resources,
    json,
  };
  events.push(entry);
  if (events.length > mostEvents + 500) events.splice(0, events.length, ...remembered(events));
}

const resourceMembers: Record<string, string> = {
  roleArn: 'AWS::IAM::Role',
  roleName: 'AWS::IAM::Role',
  userName: 'AWS::IAM::User',
  policyArn: 'AWS::IAM::Policy',
  instanceId: 'AWS::EC2::Instance',
  launchTemplateId: 'AWS::EC2::LaunchTemplate',
  bucket: 'AWS::S3::Bucket',
};

function resourcesOf(input: Record<string, unknown>): { type: string; name: string }[] {
  return Object.entries(input).flatMap(([key, value]) => {
    const type = resourceMembers[key.charAt(0).toLowerCase() + key.slice(1)];
    return type && typeof value === 'string' ? [{ type, name: value }] : [];
  });
}

/**
 * What is kept when a Region's history is full: of one call by one caller the newest 1,000, and of all the newest 10,000. A workload that
 * asks the same every second would else push out within two hours what AWS shows for 90 days.
 */
function remembered(events: readonly TrailEvent[]): TrailEvent[] {
  const alike = new Map<string, number>();
  return events
    .toReversed()
    .filter(({ name, userName }) => {
      const seen = (alike.get(`${name}|${userName}`) ?? 0) + 1;
      alike.set(`${name}|${userName}`, seen);
      return seen <= mostAlike;
    })
    .slice(0, mostEvents)
    .toReversed();
}
