import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { permissionsOf, roleOf } from '../migration/inputs.ts';
import type { MoveDraft, RollOutDraft } from './draft.ts';

/** Draft → body of POST /api/plans as it stands, wrong or not: the contract's own schema says what is wrong with it. */
export function moveBody({ accountId, region, name, ec2 }: WorkloadDetail, draft: MoveDraft) {
  const { recipe, httpTokens } = draft;
  const userData = draft.userData === 'edited' ? { edited: draft.edited } : draft.userData;
  const given = permissionsOf(draft);
  const inputs = {
    role: roleOf(draft),
    profile: draft.profileKind === 'create' ? { create: { name: draft.profileName.trim() } } : { existing: draft.existingProfile.trim() },
    ...('problem' in given ? { permissions: { document: draft.document } } : given),
    userData,
    ...(draft.changesMetadata ? { metadataOptions: { httpTokens, hopLimit: numberOf(draft.hopLimit) } } : {}),
  };
  const place = { recipe, accountId, region };
  if (recipe === 'ec2-instance-profile') return { ...place, target: { instanceId: ec2?.instanceIds[0] ?? '' }, inputs };
  const own = recipe === 'asg-launch-template' && draft.launchTemplate === 'own' ? { launchTemplate: draft.launchTemplate } : {};
  return { ...place, target: { groupName: name }, inputs: { ...inputs, ...own, rollOut: rollOutBody(draft.rollOut) } };
}

function rollOutBody(draft: RollOutDraft) {
  return {
    minHealthyPercentage: numberOf(draft.minHealthy),
    maxHealthyPercentage: numberOf(draft.maxHealthy),
    ...(draft.warmup.trim() === '' ? {} : { instanceWarmup: numberOf(draft.warmup) }),
    checkpoints: listOf(draft.checkpoints).map(numberOf),
    checkpointDelay: numberOf(draft.delay),
    alarms: listOf(draft.alarms),
    protectedInstances: draft.protectedInstances,
  };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** What is no number stays what was typed, which the schema refuses. */
function numberOf(text: string): number | string {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}
