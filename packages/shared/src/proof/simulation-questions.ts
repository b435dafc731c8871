import { type PolicyDocument, parsePolicy } from '../aws/policy-document.ts';
import { rowsOf } from '../iam/access-row.ts';
import { type AccessSide, boundSide } from '../iam/bounds.ts';
import { conditionKeysOf } from '../iam/condition-keys.ts';
import { evaluate } from '../iam/evaluate.ts';
import { principalContext } from '../iam/principal.ts';
import type { PolicyInput, RequestPrincipal } from '../iam/request.ts';
import type { Simulated, Simulation } from './second-opinion.ts';
import { type SamplePlace, sampleActions, sampleResources } from './simulation-samples.ts';

/** A user or role as it will be. `exists`: AWS knows it, and is given only what is `added`. */
export interface Simulatable {
  side: AccessSide;
  exists: boolean;
  added: readonly PolicyInput[];
  awsAccountId: string;
}

/** With these bounds a side is asked about in at most six calls, most often in one or two. */
const mostCalls = 6;
const mostResources = 10;
const mostActions = 20;

/** What is asked of the simulator about what a side may do, and how many pairs of action and resource are left out. */
export interface SimulationQuestions {
  calls: Pick<Simulation, 'actions' | 'resources'>[];
  /** Patterns and pairs that are not asked. */
  left: number;
}

/** Allow statements of a side → what to ask: resources with the same actions in one call, so that no pair is made up. */
export function simulationQuestions(side: AccessSide, place: SamplePlace): SimulationQuestions {
  const byResource = new Map<string, Set<string>>();
  let left = 0;
  for (const row of boundSide(side, 'upper').allows.flatMap(rowsOf)) {
    const [actions, resources] = [sampleActions(row), sampleResources(row, place)];
    if (actions.length === 0 || resources.length === 0) left += 1;
    else for (const resource of resources) byResource.set(resource, new Set([...(byResource.get(resource) ?? []), ...actions]));
  }
  const groups = new Map<string, { actions: string[]; resources: string[] }>();
  for (const [resource, set] of byResource) {
    const actions = [...set].sort();
    const group = groups.get(actions.join()) ?? { actions, resources: [] };
    groups.set(actions.join(), { actions, resources: [...group.resources, resource] });
  }
  const size = ({ actions, resources }: { actions: string[]; resources: string[] }) => actions.length * resources.length;
  const calls = [...groups.values()]
    .slice(0, mostCalls)
    .map(({ actions, resources }) => ({ actions: actions.slice(0, mostActions), resources: resources.slice(0, mostResources) }));
  const count = (all: Parameters<typeof size>[0][]) => all.reduce((sum, one) => sum + size(one), 0);
  return { calls, left: left + count([...groups.values()]) - count(calls) };
}

/** One call about a side: of a principal that exists with what is added, of another all its policies. */
export function simulationOf({ side, exists, added }: Simulatable, asked: SimulationQuestions['calls'][number]): Simulation {
  const policies = exists ? added : side.policies.map(({ document }) => document);
  const boundary = exists || side.boundary === undefined ? null : documentOf(side.boundary);
  return { principalArn: exists ? side.subject.arn : null, policies: policies.map(documentOf), boundary, ...asked };
}

/** Our verdict on what was simulated, and AWS's. */
export interface SimulatedRow {
  action: string;
  resource: string;
  ours: Simulated['decision'];
  why: string;
  aws: Simulated;
  /** Condition keys that one of the two did not know: where they differ, that may be why. */
  missingKeys: string[];
}

/** Answers of the simulator → rows with our own verdict on the same request, identity side alone, as the simulator has it (D-57). */
export function simulatedRows(of: Simulatable, answers: readonly Simulated[]): SimulatedRow[] {
  const principal = principalOf(of);
  const context = of.exists ? principalContext(principal) : {};
  const documents = [...of.side.policies.map(({ document }) => document), ...(of.side.boundary === undefined ? [] : [of.side.boundary])];
  const given = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const unknown = [...new Set(documents.flatMap((document) => [...conditionKeysOf(documentOf(document)).keys()]))].filter(
    (key) => !given.has(key),
  );
  return answers.map((aws) => {
    const { action, resource } = aws;
    const { verdict, decidedBy } = evaluate(
      { principal, action, resource, resourceAccountId: principal.accountId, context },
      policiesFor(of, action),
    );
    return { action, resource, ours: verdict, why: decidedBy.why, aws, missingKeys: [...new Set([...unknown, ...aws.missingKeys])].sort() };
  });
}

function principalOf({ side: { subject }, awsAccountId }: Simulatable): RequestPrincipal {
  if (subject.kind === 'user') return { kind: 'user', arn: subject.arn, accountId: awsAccountId };
  const [, partition = 'aws'] = subject.arn.split(':');
  const session = `arn:${partition}:sts::${awsAccountId}:assumed-role/${subject.arn.slice(subject.arn.lastIndexOf('/') + 1)}/any`;
  return { kind: 'assumed-role', arn: session, accountId: awsAccountId, roleArn: subject.arn };
}

/** Roles and KMS keys need a policy of their own as well; the simulator looks at none, so that here one leaves it to the identity side. */
function policiesFor({ side, awsAccountId }: Simulatable, action: string) {
  const identity = side.policies.map(({ name, document }) => ({ name, document }));
  const leave = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: awsAccountId }, Action: '*', Resource: '*' } };
  return {
    identity,
    scps: [],
    ...(side.boundary === undefined ? {} : { boundary: side.boundary }),
    ...(/^(sts|kms):/i.test(action) ? { resource: leave } : {}),
  };
}

const documentOf = (input: PolicyInput): PolicyDocument => (typeof input === 'string' ? parsePolicy(input) : input);
