import type { GroupInputs } from '../plan/auto-scaling-group.ts';
import { takesKeysOut } from '../plan/edited-user-data.ts';
import type { GroupSnapshot, LaunchOf } from '../plan/group-snapshot.ts';
import type { GroupPlan } from '../plan/recipes/auto-scaling-group.ts';
import { isTemplate } from '../plan/recipes/group-parts.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { editedEvidence } from './edited-evidence.ts';
import { metadataWarnings } from './instance-metadata-claim.ts';

/** What must hold of the keys of a group: they leave the user data whole, nothing reads them any more, and the role's credentials are reached. */
export function groupKeyClaims(snapshot: GroupSnapshot, { steps }: GroupPlan, inputs: GroupInputs): Claim[] {
  const launches = snapshot.launches.state === 'known' ? snapshot.launches.value : [];
  const replaces = steps.some(({ kind }) => kind === 'refresh-instances');
  return [
    userData(launches, inputs),
    metadata(launches, inputs),
    severalUsers(snapshot),
    oldInstances(snapshot, replaces),
    ...(launches.some(holdsKey) ? [oldVersions(launches)] : []),
  ];
}

const holdsKey = ({ userData: reading }: LaunchOf): boolean => reading.state === 'known' && reading.value.verdict !== 'clean';

/** "launch configuration web-v5", "version 3 of web". */
export const nameOf = (launch: LaunchOf): string => {
  if (isTemplate(launch)) return `version ${launch.from.version} of ${launch.from.templateName}`;
  return `launch configuration ${'launchConfigurationName' in launch.from ? launch.from.launchConfigurationName : ''}`;
};

/** D-02, D-68, D-69: a key that stays in the user data is exported before the application starts, and goes before the role. */
function userData(launches: readonly LaunchOf[], inputs: GroupInputs): Claim {
  const claim = 'New instances start without the key';
  const id = 'user-data';
  if (launches.length === 0) return unknown(id, claim, ['What the group launches from could not be read.'], 'Make the plan anew.');
  const unread = launches.flatMap(({ userData: reading }) => (reading.state === 'unreadable' ? [reading.reason] : []));
  if (unread.length > 0) {
    const advice = 'Let the reader role read user data, or look at it by hand.';
    return takesKeysOut(inputs.userData) ? fail(id, claim, unread, advice) : unknown(id, claim, unread, advice);
  }
  const found = launches.flatMap((launch) =>
    launch.userData.state === 'known' ? launch.userData.value.findings.map((one) => ({ ...one, of: nameOf(launch) })) : [],
  );
  const isEdited = launches.some(({ userData: reading }) => reading.state === 'known' && reading.value.edited !== undefined);
  if (!launches.some(holdsKey) && !isEdited)
    return pass(id, claim, ['No static key is in the user data. Files in the image are not visible here.']);
  const lines = found.map(
    ({ line, variable, of }) => `Line ${line} of the user data of ${of}${variable === null ? '' : ` sets ${variable}`}.`,
  );
  if (!takesKeysOut(inputs.userData)) {
    const advice = 'Let the plan take the key lines out: SDKs take a key from the environment before they ask for the role.';
    return unknown(id, claim, [...lines, 'They stay: new instances use the key as the old ones did.'], advice);
  }
  const left = launches.flatMap(leftIn);
  if (left.length > 0) return fail(id, claim, left, 'Edit the user data until no key is left; the plan takes the edited text.');
  const edited = launches.flatMap(({ userData: reading }) => (reading.state === 'known' ? (reading.value.edited ?? []) : []));
  if (edited.length === 0) return pass(id, claim, [...lines, 'These lines go; every other byte stays.']);
  const evidence = [...lines, ...edited.flatMap(editedEvidence)];
  if (edited.every(({ doubts }) => doubts.length === 0)) return pass(id, claim, evidence);
  return unknown(id, claim, evidence, 'Read the edited text once more with that in mind; probes and health checks of the roll-out try it.');
}

/** What keeps a key although the plan is to take it out: lines that need a person, or that the person left. */
function leftIn(launch: LaunchOf): string[] {
  if (launch.userData.state !== 'known') return [];
  const { verdict, findings, edited } = launch.userData.value;
  const of = `the user data of ${nameOf(launch)}`;
  if (edited !== undefined) return edited.findings.map(({ line, why }) => `Line ${line} of the edited text for ${of}: ${why}`);
  return verdict === 'manual' ? findings.map(({ line, why }) => `Line ${line} of ${of}: ${why}`) : [];
}

/** D17, D-78. What a template leaves open is taken to be IMDSv1 or IMDSv2 with one hop, which are EC2's own defaults. */
function metadata(launches: readonly LaunchOf[], { metadataOptions }: GroupInputs): Claim {
  const claim = 'The programs on the instances reach the metadata service';
  const id = 'metadata-reachable';
  const off = launches.filter(
    ({ shown }) => (shown.MetadataOptions as { HttpEndpoint?: unknown } | undefined)?.HttpEndpoint === 'disabled',
  );
  if (off.length > 0) {
    const evidence = off.map((launch) => `The metadata service is switched off by ${nameOf(launch)}: no role gives credentials there.`);
    return fail(id, claim, evidence, 'Switch it on first.');
  }
  const seen = launches.map((launch) => {
    const today = launch.metadata.httpTokens ?? 'optional';
    const after = metadataOptions ?? { httpTokens: today, hopLimit: launch.metadata.hopLimit ?? 1 };
    const left =
      launch.metadata.httpTokens === null && metadataOptions === undefined ? ' unless the account or the image says otherwise' : '';
    const options = `Tokens are ${after.httpTokens}, the hop limit is ${after.hopLimit}${left} (${nameOf(launch)}).`;
    return { options, warnings: metadataWarnings(launch.userData, after, today) };
  });
  const options = seen.map((one) => one.options);
  const warnings = seen.flatMap((one) => one.warnings);
  if (warnings.length === 0) return pass(id, claim, [...options, 'Nothing in the user data speaks against it.']);
  const advice = 'Look at what runs on the instances. The metadata options can be changed in a plan of their own, later.';
  return unknown(id, claim, [...options, ...warnings], advice);
}

/** D-79: on one host every program has the instance's role; keys of two users are two applications, or two purposes. */
function severalUsers({ owners }: GroupSnapshot): Claim {
  const claim = 'The keys on one instance belong to one user';
  const whose = [...new Set(owners.map(({ keyId, user }) => (user.state === 'known' ? user.value.arn : keyId)))];
  if (whose.length <= 1) return pass('one-user', claim, [whose.length === 0 ? 'No key was found.' : 'They do.']);
  const names = whose.map((one) => one.slice(one.lastIndexOf('/') + 1)).join(', ');
  return unknown(
    'one-user',
    claim,
    [`Keys of ${names} are on the same instances: with one role every program there may do what all of them may.`],
    'Give each application a role of its own that the instance’s role may assume (a chain), or accept the one role.',
  );
}

/** D14, D-66: running programs keep their key; a group replaces their instances. */
function oldInstances({ group }: GroupSnapshot, replaces: boolean): Claim {
  const claim = 'No program goes on with the key';
  if (group.state !== 'known') return unknown('running-programs', claim, ['The group could not be read.'], 'Make the plan anew.');
  const { members } = group.value;
  if (members.length === 0) return pass('running-programs', claim, ['The group has no instance.']);
  const count = members.length === 1 ? 'The one instance' : `All ${members.length} instances`;
  if (replaces) return pass('running-programs', claim, [`${count} that run now keep it until they are replaced; the plan replaces them.`]);
  return pass('running-programs', claim, ['Every instance was launched from what the group has now.']);
}

/** D-70: what is replaced still shows the key. */
function oldVersions(launches: readonly LaunchOf[]): Claim {
  const evidence = launches.filter(holdsKey).map((launch) => `The ${nameOf(launch)} still shows the key to everybody who may read it.`);
  return pass('old-versions', 'Where the key is left afterwards', [
    ...evidence,
    'They stay, so that there is a way back. Delete them when the key is retired; images and snapshots are not visible here.',
  ]);
}
