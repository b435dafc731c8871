import { type TemplateMove, withTemplateVersions } from '../../aws/mixed-instances-policy.ts';
import type { GroupInputs, RollOut } from '../auto-scaling-group.ts';
import { userDataChange } from '../edited-user-data.ts';
import type { GroupOf, LaunchOf, MemberOf } from '../group-snapshot.ts';
import type { LaunchSource, PlannedEdits, PlannedPreferences, TemplateNames } from '../group-steps.ts';
import { lastNameOf } from '../instance-steps.ts';
import { asTaken } from '../launch-source.ts';
import type { RoleTarget } from '../role-target.ts';
import type { ProfileTarget } from './role-and-profile.ts';

/** A template version that a group names. */
export type TemplateLaunch = LaunchOf & { from: Extract<LaunchOf['from'], { launchTemplateId: string }> };

export const isTemplate = (launch: LaunchOf): launch is TemplateLaunch => 'launchTemplateId' in launch.from;

/** What a launch has to be changed in, so that its instances have the role, and no key where that was asked for; null: nothing, it is so. */
export function editsOf(launch: LaunchOf, inputs: GroupInputs, profile: ProfileTarget, role: RoleTarget): PlannedEdits | null {
  const held = launch.profile === profile.arn || (launch.profile !== null && lastNameOf(launch.profile) === profile.name);
  const { metadataOptions: asked } = inputs;
  const { httpTokens, hopLimit } = launch.metadata;
  const same = asked === undefined || (asked.httpTokens === httpTokens && asked.hopLimit === hopLimit);
  const change = userDataChange(launch.userData, inputs.userData);
  if (held && same && change === null) return null;
  return {
    profileArn: profile.arn,
    roleArn: role.arn,
    userData: change?.lines ?? null,
    ...(launch.userData.state === 'absent' ? { hasNoUserData: true } : {}),
    ...(change?.edits ? { userDataEdits: change.edits } : {}),
    metadataOptions: same ? null : { ...asked },
  };
}

/** No static key is in the user data that the group's instances will be launched with. */
export const isWithoutKey = ({ userData }: LaunchOf, edits: PlannedEdits | null): boolean =>
  userData.state === 'absent' || (userData.state === 'known' && (userData.value.verdict === 'clean' || edits?.userData != null));

/** The source with the number that `$Latest` or `$Default` means now in its place (D-73, D-75). */
export function pinned(source: LaunchSource, launches: readonly LaunchOf[]): LaunchSource {
  const templates = launches.filter(isTemplate).map(({ from }) => from);
  const numberOf = (id: string, asked: string): string =>
    templates.find(({ launchTemplateId }) => launchTemplateId === id)?.version ?? asked;
  const taken = asTaken(source);
  if ('LaunchConfigurationName' in taken) return taken;
  if ('LaunchTemplate' in taken) {
    const { LaunchTemplateId, Version } = taken.LaunchTemplate;
    return { LaunchTemplate: { LaunchTemplateId, Version: isNumber(Version) ? Version : numberOf(LaunchTemplateId, Version) } };
  }
  return withVersions(
    taken,
    templates.filter(({ asked }) => !isNumber(asked)).map(({ launchTemplateId, version }) => ({ launchTemplateId, version })),
  );
}

/** The source with other versions of its templates, or with others in their place, and nothing else changed (D-74). */
export function withVersions(source: LaunchSource, moves: TemplateMove[]): LaunchSource {
  if ('LaunchConfigurationName' in source) return source;
  if ('MixedInstancesPolicy' in source) return { MixedInstancesPolicy: withTemplateVersions(source.MixedInstancesPolicy, moves) };
  const { LaunchTemplateId, Version } = source.LaunchTemplate;
  const move = moves.find(({ launchTemplateId }) => launchTemplateId === LaunchTemplateId);
  return { LaunchTemplate: { LaunchTemplateId: move?.by ?? LaunchTemplateId, Version: move?.version ?? Version } };
}

export const isNumber = (version: string): boolean => /^\d+$/.test(version);

/** Instances that were launched from something else than the group has now: from an older version, or from what it had before (D-76). */
export function outdatedMembers({ members }: GroupOf, launches: readonly LaunchOf[]): MemberOf[] {
  const isFrom = ({ launchTemplate, launchConfigurationName }: MemberOf): boolean =>
    launches.some(({ from }) =>
      'launchTemplateId' in from
        ? launchTemplate?.id === from.launchTemplateId && launchTemplate.version === from.version
        : launchConfigurationName === from.launchConfigurationName,
    );
  return members.filter((member) => !member.lifecycleState.startsWith('Terminat') && !isFrom(member));
}

const protectedInstances = {
  wait: { ScaleInProtectedInstances: 'Wait', StandbyInstances: 'Wait' },
  replace: { ScaleInProtectedInstances: 'Refresh', StandbyInstances: 'Terminate' },
  leave: { ScaleInProtectedInstances: 'Ignore', StandbyInstances: 'Ignore' },
} as const satisfies Record<RollOut['protectedInstances'], Partial<PlannedPreferences>>;

/**
 * StartInstanceRefresh's preferences, each written out (D-75). `goesBack`: AWS can put the group back by itself. SkipMatching and AutoRollback
 * go with a desired configuration alone.
 */
export function preferencesOf(rollOut: RollOut, hasDesired: boolean, goesBack: boolean): PlannedPreferences {
  const { minHealthyPercentage, maxHealthyPercentage, instanceWarmup, checkpoints, checkpointDelay, alarms } = rollOut;
  return {
    MinHealthyPercentage: minHealthyPercentage,
    MaxHealthyPercentage: maxHealthyPercentage,
    ...(instanceWarmup === undefined ? {} : { InstanceWarmup: instanceWarmup }),
    ...(checkpoints.length === 0 ? {} : { CheckpointPercentages: checkpoints, CheckpointDelay: checkpointDelay }),
    SkipMatching: hasDesired,
    AutoRollback: goesBack,
    ...protectedInstances[rollOut.protectedInstances],
    ...(alarms.length === 0 ? {} : { AlarmSpecification: { Alarms: alarms } }),
  };
}

/** Whether AWS can return from a desired configuration: not where an image is named by a Systems Manager parameter (D-75). */
export const canGoBack = (launches: readonly LaunchOf[]): boolean => !launches.some(({ imageId }) => imageId?.startsWith('resolve:ssm:'));

/** Names of the templates that a group launches from, by id. */
export const namesOf = (launches: readonly LaunchOf[]): TemplateNames =>
  Object.fromEntries(launches.filter(isTemplate).map(({ from }) => [from.launchTemplateId, from.templateName]));
