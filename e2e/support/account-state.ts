import { accountAtRest, associationsOf, type Ec2, type Group, type Iam, type Instance, living } from './account-at-rest.ts';
import type { Console } from './console.ts';

/** Everything of the first account that a move of instances could leave behind, by kind. */
export interface AccountState {
  iam: unknown;
  templates: unknown;
  launchConfigurations: unknown;
  groups: unknown;
  instances: { name: string | undefined; userData: string | null; [member: string]: unknown }[];
}

/**
 * What the first account is once nothing in it moves: IAM's users, roles, policies and profiles; launch templates with each version; launch
 * configurations; groups with what their members were launched from; every instance that is not gone. Times and ids that AWS makes up are left
 * out, so that two accounts in which the same was done are equal.
 */
export async function accountState(console: Console): Promise<AccountState> {
  const { iam, ec2, autoscaling } = await accountAtRest(console);
  return withoutIds({
    iam: iamOf(iam),
    templates: Object.values(ec2.launchTemplates).map(({ launchTemplateName, defaultVersionNumber, tags, versions }) => ({
      launchTemplateName,
      defaultVersionNumber,
      tags,
      versions: Object.entries(versions).map(([number, { versionDescription, data }]) => ({ number, versionDescription, data })),
    })),
    launchConfigurations: autoscaling.launchConfigurations,
    groups: Object.entries(autoscaling.groups).map(([name, one]) => ({ name, ...groupOf(one) })),
    instances: sorted(living(ec2).map((instance) => instanceOf(ec2, instance))),
  });
}

function iamOf(iam: Iam): unknown {
  const of = (kind: keyof Iam) =>
    Object.entries(iam[kind]).map(([name, { attached, inline, roles, trust, versions }]) => [
      name,
      { attached, inline, roles, trust, versions },
    ]);
  return { users: of('users'), roles: of('roles'), policies: of('policies'), instanceProfiles: of('instanceProfiles') };
}

const groupOf = ({ group, instances }: Group) => ({
  group,
  members: sorted(
    Object.values(instances).map(({ launchConfigurationName, launchTemplate, health }) => ({
      launchConfigurationName,
      launchTemplate,
      health,
    })),
  ),
});

const instanceOf = (ec2: Ec2, { instanceId, state, tags, userData, metadataOptions, launchTemplate, autoScalingGroupName }: Instance) => ({
  name: tags.Name,
  state,
  tags,
  userData,
  metadataOptions,
  launchTemplate,
  autoScalingGroupName,
  profiles: associationsOf(ec2, instanceId).map(({ profileArn }) => profileArn),
});

const sorted = <T>(items: T[]): T[] =>
  items
    .map((item) => [JSON.stringify(item), item] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, item]) => item);

/** Ids of what is made anew in each run, of plans too, say only of what they are; when it was made is left out. */
const withoutIds = (state: AccountState): AccountState =>
  JSON.parse(
    JSON.stringify(state, (member, value) => (member === 'CreatedTime' || member === 'createdAt' ? undefined : value))
      .replaceAll(/\b(i|lt)-[0-9a-f]{17}\b/g, '$1')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'id')
      // Names that a plan makes up end with the beginning of its id.
      .replaceAll(/-[0-9a-f]{8}\b(?=[": ])/g, '-id'),
  ) as AccountState;
