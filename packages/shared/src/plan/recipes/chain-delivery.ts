import { awsConfig } from '../../export/delivery/aws-config.ts';
import type { Delivery } from '../../export/delivery.ts';
import type { DeliveryPlace, HandOver } from '../chain-delivery.ts';
import type { ChainSnapshot } from '../chain-snapshot.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import { type InlinePolicy, inlinePolicy } from './inline-policy.ts';
import type { ChainLinkPlan } from './role-chain.ts';

/** A delivery as the plan makes it: what is stored, and what lets each reader read just that. */
export interface ChainDeliveryPlan {
  place: DeliveryPlace;
  accountId: string;
  /** The AWS config file; external ids stand masked in it. */
  content: string;
  /** How many links the chain has. */
  links: number;
  readers: { arn: string; name: string; policy: InlinePolicy }[];
}

/** null: the chain delivers nothing, or what it needs could not be read. Pure. */
export function planDelivery(snapshot: ChainSnapshot, links: readonly ChainLinkPlan[]): ChainDeliveryPlan | null {
  const { delivery, target, region } = snapshot;
  const [caller] = target.members;
  if (!delivery || !caller) return null;
  const { place } = delivery;
  return {
    place,
    accountId: caller.accountId,
    content: awsConfig(deliveryOf({ region, place, accountId: caller.awsAccountId }, links)),
    links: links.length,
    readers: delivery.readers.map(({ arn, name, reading }) => {
      const holder = reading.state === 'known' ? reading.value : null;
      return { arn, name, policy: inlinePolicy(holder, `ReadAwsConfig-${place.name.replaceAll(/[^\w.-]/g, '-')}`, readingPolicy(place)) };
    }),
  };
}

/** The delivery in the words of `export/deliver.ts`, with masked external ids as values. */
export function deliveryOf(
  { region, place, accountId }: { region: string; place: DeliveryPlace; accountId: string },
  links: readonly Pick<ChainLinkPlan, 'role' | 'externalId' | 'input'>[],
): Delivery {
  return {
    region,
    caller: { kind: place.runsOn, accountId },
    links: links.map(({ role, externalId, input: { session } }) => ({
      roleArn: role.arn,
      externalId: externalId === null ? ('none' as const) : { value: externalId },
      sessionName: session.name,
      durationSeconds: session.durationSeconds ?? null,
    })),
    application: { name: '/app', configFile: '/tmp/awsconfig', credentials: 'default-chain' },
  };
}

/** Exactly the reading of exactly this (A11). No kms:Decrypt: AWS's own key needs none, and the console uses no other. */
const readingPolicy = ({ store, arn }: DeliveryPlace) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ReadAwsConfig',
      Effect: 'Allow',
      Action: store === 'ssm' ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue',
      Resource: arn,
    },
  ],
});

export function deliverySteps(planId: string, plan: ChainDeliveryPlan | null, chain: string, ids: (name: string) => string): PlannedStep[] {
  if (plan === null) return [];
  const { place, accountId, content, readers } = plan;
  const id = ids('store');
  const what = place.store === 'ssm' ? 'parameter' : 'secret';
  const store: PlannedStep = {
    id,
    kind: 'store-config',
    accountId,
    region: place.region,
    store: place.store,
    name: place.name,
    content,
    links: plan.links,
    description: `AWS config file of the chain ${chain}`.replaceAll('→', 'to'),
    tags: { [planTag]: planId },
  };
  const grants = readers
    .filter(({ policy }) => !policy.isThere)
    .map(
      ({ name, policy }): PlannedStep => ({
        id: ids('reader'),
        kind: 'put-role-policy',
        accountId,
        roleName: name,
        policyName: policy.name,
        document: policy.document,
        from: 'the chain',
        converted: [],
        ...(place.store === 'ssm' ? {} : { exact: { stepId: id, instead: place.arn } }),
        because: `${name} reads the ${what} for the application, and this one alone.${
          place.store === 'ssm' ? '' : ' The six characters with which AWS ends its ARN are put in once it is there.'
        } AWS’s own key needs no kms:Decrypt.`,
      }),
    );
  return [store, ...grants];
}

/** What an operator adds to the task definition. `reader`: the execution role. */
export function handOverOf({ delivery, target }: Pick<ChainSnapshot, 'delivery' | 'target'>): HandOver | null {
  const [caller] = target.members;
  if (!delivery || !caller) return null;
  const { place, readers, container } = delivery;
  const valueFrom = place.store === 'ssm' ? place.arn : place.arn.slice(0, -'-??????'.length);
  const added = {
    name: container ?? 'the container of your application',
    environment: [{ name: 'AWS_CONFIG_FILE', value: '/tmp/awsconfig' }],
    secrets: [{ name: 'AWS_CONFIG', valueFrom }],
  };
  return {
    store: place.store,
    name: place.name,
    region: place.region,
    valueFrom,
    taskDefinition: {
      ...(place.runsOn === 'ecs-task' ? { taskRoleArn: caller.arn, executionRoleArn: readers[0]?.arn } : {}),
      containerDefinitions: [added],
    },
  };
}
