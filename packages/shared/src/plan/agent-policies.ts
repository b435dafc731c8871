import type { PolicyDocument } from '../aws/policy-document.ts';
import { evaluate } from '../iam/evaluate.ts';
import type { PolicyOf } from './snapshot.ts';

/** An agent on an instance that works with the instance's role. */
interface Agent {
  name: string;
  /** AWS' own policies for it. */
  managed: readonly string[];
  /** What it cannot do without, for inline policies and copies. */
  actions: readonly string[];
}

/** Agents that die with a bare application role (D-65). Source: the user guides of Systems Manager, CloudWatch agent and Amazon ECS. */
const agents: readonly Agent[] = [
  {
    name: 'AWS Systems Manager',
    managed: ['AmazonSSMManagedInstanceCore', 'AmazonEC2RoleforSSM', 'AmazonSSMManagedEC2InstanceDefaultPolicy'],
    actions: ['ssm:UpdateInstanceInformation', 'ssmmessages:CreateControlChannel'],
  },
  {
    name: 'the CloudWatch agent',
    managed: ['CloudWatchAgentServerPolicy', 'CloudWatchAgentAdminPolicy'],
    actions: ['cloudwatch:PutMetricData', 'logs:PutLogEvents'],
  },
  {
    name: 'the ECS agent',
    managed: ['AmazonEC2ContainerServiceforEC2Role'],
    actions: ['ecs:RegisterContainerInstance', 'ecs:Poll'],
  },
];

/** An agent that policies serve, and which of them. */
export interface ServedAgent {
  agent: string;
  by: string;
}

/** Agents of the instance that these identity policies serve: by AWS' own policy, or by whatever allows what the agent cannot do without. */
export function agentsServedBy(policies: readonly PolicyOf[]): ServedAgent[] {
  return agents.flatMap(({ name, managed, actions }) => {
    const own = policies.find((policy) => policy.arn?.includes(':iam::aws:') && managed.includes(policy.name));
    if (own) return [{ agent: name, by: own.name }];
    const [first] = actions.map((action) => allowedBy(policies, action));
    const all = actions.every((action) => allowedBy(policies, action) !== null);
    return all ? [{ agent: name, by: first ?? 'its policies' }] : [];
  });
}

/** Name of the policy that allows the action on everything, with no condition keys; null: none does. */
function allowedBy(policies: readonly PolicyOf[], action: string): string | null {
  const accountId = '000000000000';
  const principal = { kind: 'assumed-role', arn: `arn:aws:sts::${accountId}:assumed-role/any/any`, accountId } as const;
  const identity = policies.map(({ name, document }): { name: string; document: PolicyDocument } => ({ name, document }));
  const decision = evaluate({ principal, action, resource: '*', resourceAccountId: accountId, context: {} }, { identity, scps: [] });
  return decision.verdict === 'allowed' ? (decision.decidedBy.policy ?? 'its policies') : null;
}
