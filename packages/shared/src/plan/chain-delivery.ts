import { z } from 'zod';
import { regionName } from '../accounts/account.ts';
import { iamNameOf, parseArn } from '../aws/arn.ts';
import { AppError } from '../error.ts';
import { type CallerKind, callerKind } from '../export/delivery.ts';
import type { ChainAccount } from './chain-snapshot.ts';

/** Where AWS keeps the config that the application is given. */
export const configStore = z.enum(['secrets-manager', 'ssm']);
export type ConfigStore = z.infer<typeof configStore>;

/**
 * How a chain's application is handed what it needs, within the run: a secret (or parameter) that holds its AWS config file, and who may read
 * it. Sources: Secrets Manager, CreateSecret; Systems Manager, PutParameter; ECS developer guide, "Pass sensitive data".
 */
export const chainDelivery = z
  .strictObject({
    store: configStore,
    /** `uploader/chain`; of a parameter in a path `/uploader/chain`. */
    name: z
      .string()
      .regex(/^\/?[\w.-]+(\/[\w.-]+)*$/, 'must be letters, digits, ., _, - and /')
      .max(500),
    /** Where it is kept, in the caller's account; the plan's own Region when left out. */
    region: regionName.optional(),
    /** Where the application runs: an ECS task for a role, an environment for a user, when left out (D-08). */
    runsOn: callerKind.optional(),
    /** The workload that gets it: its execution role reads it for the tasks (D-11). */
    workloadId: z.string().optional(),
    /** ARNs of roles of the caller's account that read it: of ECS tasks their execution role, never the task role. */
    readers: z.array(z.string().max(2048)).max(10, 'must name 10 roles at most').optional(),
  })
  .superRefine(({ store, name, workloadId, readers = [] }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (workloadId === undefined && readers.length === 0)
      issue('readers', 'must name a role, unless a workload is given: nobody could read it');
    if (store === 'secrets-manager' && /-\w{6}$/.test(name)) {
      issue('name', 'must not end with a hyphen and six characters: AWS ends the ARN of every secret so');
    }
    if (store === 'ssm' && name.includes('/') && !name.startsWith('/')) issue('name', 'must begin with / where it has a path');
    if (store === 'ssm' && /^\/?(aws|ssm)/i.test(name)) issue('name', 'must not begin with aws or ssm');
  });
export type ChainDeliveryInput = z.infer<typeof chainDelivery>;

/** A delivery with all that its input leaves open. */
export interface DeliveryPlace {
  store: ConfigStore;
  name: string;
  region: string;
  runsOn: CallerKind;
  /** Of a secret with `??????` for the six characters that AWS chooses. */
  arn: string;
}

/** Input → where the config will lie. Throws AppError `bad-input` for a place of execution that the caller cannot have (D-08). */
export function deliveryPlaceOf(
  { store, name, region, runsOn }: ChainDeliveryInput,
  { partition, awsAccountId }: ChainAccount,
  caller: { kind: 'role' | 'user' },
  planRegion: string,
): DeliveryPlace {
  const own = caller.kind === 'user' ? 'environment' : 'ecs-task';
  const place = runsOn ?? own;
  if ((caller.kind === 'user') !== (place === 'environment')) {
    const allowed =
      caller.kind === 'user' ? 'environment: a user brings its credentials along' : 'ecs-task or ec2-instance: the caller is a role';
    throw refuse('runsOn', `must be ${allowed} (D-08)`);
  }
  const where = region ?? planRegion;
  const begin = `arn:${partition}:${store === 'ssm' ? 'ssm' : 'secretsmanager'}:${where}:${awsAccountId}`;
  const arn = store === 'ssm' ? `${begin}:parameter/${name.replace(/^\//, '')}` : `${begin}:secret:${name}-??????`;
  return { store, name, region: where, runsOn: place, arn };
}

/** ARNs of the readers, each once. Throws AppError `bad-input` for what is no role of the caller's account. */
export function readersOf(readers: readonly string[], { awsAccountId }: ChainAccount): { arn: string; name: string }[] {
  return [...new Set(readers)].map((arn, index) => {
    const name = iamNameOf(arn, 'role')?.name;
    if (name === undefined || parseArn(arn)?.accountId !== awsAccountId) {
      throw refuse(`readers.${index}`, `must be the ARN of a role of account ${awsAccountId}, in which the secret lies`);
    }
    return { arn, name };
  });
}

export function refuse(path: string, message: string): AppError {
  const field = `inputs.delivery.${path}`;
  return new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}

/** What is added to a task definition so that its tasks walk the chain; shown with the plan. */
export const handOver = z.object({
  store: configStore,
  name: z.string(),
  region: z.string(),
  /** What `valueFrom` of a container's `secrets` is; of a secret whole once a run has made it. */
  valueFrom: z.string(),
  /** Members to set in the task definition; of `containerDefinitions` what is added to that container. */
  taskDefinition: z.record(z.string(), z.unknown()),
});
export type HandOver = z.infer<typeof handOver>;
