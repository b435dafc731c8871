import type { Basis } from './basis.ts';
import { canonicalJson } from './fingerprint.ts';
import type { GroupSnapshot } from './group-snapshot.ts';
import { textOf } from './instance-basis.ts';

/**
 * The mutable facts that the move of a group was planned from (D-95). Its instances come and go by themselves, so that they are no part of it;
 * versions and launch configurations cannot change, so that which ones the group names is enough, but for what `$Latest` and `$Default` mean.
 */
export function basisOfGroup({ group, launches, currentRole, profile, role, owners }: GroupSnapshot): Basis {
  const one = group.state === 'known' ? group.value : null;
  return {
    'what the group launches from': one === null ? textOf(group) : canonicalJson(one.source),
    'the instance refresh of the group': one === null ? textOf(group) : (one.refreshUnderWay ?? 'none'),
    'the size of the group': one === null ? textOf(group) : `${one.minSize} to ${one.maxSize}`,
    'the suspended processes of the group': one === null ? textOf(group) : one.suspendedProcesses.join(', ') || 'none',
    'the launch configuration or launch template':
      launches.state === 'known' ? launches.value.map(({ fingerprint }) => fingerprint).join(', ') : textOf(launches),
    'who else launches from the launch template':
      launches.state === 'known' ? canonicalJson(launches.value.map(othersOf)) : textOf(launches),
    'the role of the instances': textOf(currentRole),
    'the instance profile of the plan': textOf(profile),
    'the role': textOf(role),
    ...Object.fromEntries(
      owners.map(({ keyId, user }) => [`the policies of the user of key ${keyId.slice(0, 4)}…${keyId.slice(-4)}`, textOf(user)]),
    ),
  };
}

type Launch = Extract<GroupSnapshot['launches'], { state: 'known' }>['value'][number];
/** Of others only who they are: instances of the template come and go too. */
const othersOf = ({ from }: Launch): string[] =>
  'others' in from ? from.others.filter(({ kind }) => kind === 'group').map(({ name, version }) => `${name} ${version}`) : [];
