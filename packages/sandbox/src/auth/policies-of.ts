import { accountOf } from '@rolewright/shared/aws/arn.ts';
import { awsManagedPolicy } from '../services/iam/aws-managed.ts';
import type { PolicyHolder, PolicyState, RoleState, UserState } from '../state/iam.ts';
import type { World } from '../state/world.ts';
import type { EffectiveIam } from './effective.ts';

/** A policy as the evaluator takes it. */
export interface NamedPolicy {
  /** `inline policy x`, `managed policy arn:…`: whatever denied or allowed is named by it. */
  name: string;
  document: string;
}

/** All identity-based policies of a user or a role, those of a user's groups too, and the boundary; as they are in effect. */
export interface IdentityPolicies {
  identity: NamedPolicy[];
  boundary?: string;
}

/** Gathers the policies of a user or role of an account. A policy that was deleted or is not in effect yet gives nothing. */
export function policiesOf(world: World, accountId: string, iam: EffectiveIam, entity: UserState | RoleState): IdentityPolicies {
  const partition = world.state.accounts[accountId]?.partition ?? 'aws';
  const groups = 'groups' in entity ? entity.groups.map((name) => iam.find('groups', name)).filter((group) => group !== null) : [];
  const holders: PolicyHolder[] = [entity, ...groups];
  const identity = holders.flatMap(({ inline, attached }) => [
    ...Object.entries(inline).map(([name, document]) => ({ name: `inline policy ${name}`, document })),
    ...attached.flatMap((arn) => {
      const document = defaultDocument(managedPolicy(iam, arn, partition));
      return document === null ? [] : [{ name: `managed policy ${arn}`, document }];
    }),
  ]);
  if (entity.boundary === null) return { identity };
  // A boundary that is gone allows nothing: AWS does not take it for absent.
  return { identity, boundary: defaultDocument(managedPolicy(iam, entity.boundary, partition)) ?? nothing };
}

const nothing = '{"Version":"2012-10-17","Statement":[]}';

const managedPolicy = (iam: EffectiveIam, arn: string, partition: string): PolicyState | null =>
  accountOf(arn) === 'aws' ? awsManagedPolicy(arn, partition) : iam.find('policies', arn);

const defaultDocument = (policy: PolicyState | null): string | null =>
  policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document ?? null;
