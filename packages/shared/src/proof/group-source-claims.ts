import type { GroupRecipe } from '../plan/auto-scaling-group.ts';
import type { GroupSnapshot } from '../plan/group-snapshot.ts';
import { isTemplate } from '../plan/recipes/group-parts.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { nameOf } from './group-key-claims.ts';

/** What must hold of what a group launches from, so that it can be made again: member by member, and in this account. */
export const groupSourceClaims = (snapshot: GroupSnapshot, recipe: GroupRecipe): Claim[] => [
  sourceFits(snapshot, recipe),
  ...(recipe === 'asg-launch-configuration' ? [configurationAllowed(snapshot)] : []),
];

/** D-21, D-71, D-74: what the group launches from can be remade member by member, by this recipe. */
function sourceFits(snapshot: GroupSnapshot, recipe: GroupRecipe): Claim {
  const { launches } = snapshot;
  const claim = 'What the group launches from can be made again with all that it holds';
  const id = 'source-fits';
  if (launches.state === 'absent') return fail(id, claim, ['What the group launches from is not there any more.'], 'Mend the group first.');
  if (launches.state === 'unreadable') return unknown(id, claim, [launches.reason], 'Make the plan anew.');
  const templates = launches.value.filter(isTemplate);
  if (recipe === 'asg-launch-configuration' && templates.length > 0) {
    const advice = 'Use the recipe for launch templates: a launch configuration would lose what only a template has.';
    return fail(id, claim, ['The group launches from a launch template, and has no launch configuration.'], advice);
  }
  const strange = strangeMembers(snapshot);
  if (strange.length > 0) {
    const evidence = strange.map((member) => `${member} is not known here: what is made without it might launch something else.`);
    return fail(id, claim, evidence, byHand(recipe, templates.length > 0));
  }
  if (recipe === 'asg-launch-configuration') {
    const evidence = launches.value.map((one) => `${capital(nameOf(one))}: every member is carried.`);
    return pass(id, claim, evidence);
  }
  const ids = templates.map(({ from }) => from.launchTemplateId);
  const twice = templates.find(({ from }, index) => ids.indexOf(from.launchTemplateId) !== index);
  if (twice) {
    const evidence = [
      `The mixed instances policy names two versions of ${twice.from.templateName}: one new version cannot stand for both.`,
    ];
    return fail(id, claim, evidence, 'Let the policy name one version of each template first.');
  }
  const left = launches.value.flatMap(({ converted }) =>
    (converted?.dropped ?? []).map(({ member, why }) => `${member} is left out: ${why}.`),
  );
  return pass(id, claim, [...launches.value.map((one) => `${capital(nameOf(one))}: every member is known.`), ...left]);
}

/** Members that AWS tells and this console does not know, of what the group launches from and inside its own policy (D-21). */
function strangeMembers({ group, launches }: GroupSnapshot): string[] {
  const ofPolicy = group.state === 'known' ? group.value.unknownMembers.map((member) => `MixedInstancesPolicy.${member}`) : [];
  return [...(launches.state === 'known' ? launches.value.flatMap(({ unknownMembers }) => unknownMembers) : []), ...ofPolicy];
}

function byHand(recipe: GroupRecipe, hasTemplate: boolean): string {
  if (recipe === 'asg-launch-configuration') return 'Copy the launch configuration in the console of AWS, which knows the member.';
  if (hasTemplate) return 'Make the new version and give it to the group in the console of AWS, which knows the member.';
  return 'Copy the launch configuration to a launch template in the console, and make the plan from that.';
}

/** D-71: no call tells whether an account may create launch configurations. */
function configurationAllowed({ launches }: GroupSnapshot): Claim {
  const claim = 'The account may create launch configurations';
  const id = 'configuration-allowed';
  if (launches.state === 'known' && launches.value.some(isTemplate)) return pass(id, claim, ['None is to be created.']);
  return unknown(
    id,
    claim,
    [
      'Accounts that were made since 1 October 2024 cannot, by any way. AWS tells it only when it is tried: the step is then refused before the group is touched.',
    ],
    'Use the recipe for launch templates, which every account can; or accept that it may be refused.',
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
