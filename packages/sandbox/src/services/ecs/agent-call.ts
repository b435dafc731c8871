import { randomUUID } from 'node:crypto';
import { authorise } from '../../auth/authorise.ts';
import type { EcsPlace } from '../../state/ecs.ts';
import { record } from '../cloudtrail/record.ts';
import { AwsFault, type CallContext, type Principal, type Requirement } from '../service.ts';

/** One call that the ECS agent makes as a task's execution role. */
export interface AgentCall<T> {
  service: string;
  operation: string;
  input: Record<string, unknown>;
  requirements: Requirement[];
  read: () => T;
}

/** A task cannot have its secrets; the message says why in AWS's words. */
export class Unpulled extends Error {}

/** The agent in one Region, as the execution role. */
export const agentIn = ({ world, account }: EcsPlace, principal: Principal, region: string): CallContext => ({
  world,
  account,
  region,
  principal,
  requestId: randomUUID(),
  sourceIp: 'ecs-tasks.amazonaws.com',
  userAgent: 'ecs-tasks.amazonaws.com',
  now: world.clock.now(),
});

/** Authorised as any other call, and in CloudTrail as any other. Throws Unpulled: `before`, then AWS's error as the agent's SDK prints it. */
export function callAsAgent<T>(context: CallContext, { service, operation, input, requirements, read }: AgentCall<T>, before: string): T {
  const { now: at, region, principal, sourceIp, userAgent, requestId } = context;
  const seen = { at, region, service, operation, principal, sourceIp, userAgent, requestId, input };
  try {
    authorise(context, requirements);
    const value = read();
    record(context.world, context.account, seen);
    return value;
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    record(context.world, context.account, { ...seen, errorCode: error.code, errorMessage: error.message });
    const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
    throw new Unpulled(`${before}${code}: ${error.message} status code: 400, request id: ${requestId}`);
  }
}
