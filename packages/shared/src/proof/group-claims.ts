import type { GroupInputs, GroupRecipe } from '../plan/auto-scaling-group.ts';
import type { GroupSnapshot } from '../plan/group-snapshot.ts';
import type { GroupPlan } from '../plan/recipes/auto-scaling-group.ts';
import { isNumber, isTemplate } from '../plan/recipes/group-parts.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { accessKeptClaims, groupInstances, roleAndProfileClaims } from './ec2-role-claims.ts';
import { groupKeyClaims } from './group-key-claims.ts';
import { rollOutClaims } from './group-roll-out-claims.ts';
import { groupSourceClaims } from './group-source-claims.ts';
import { sameAccount } from './workload-claims.ts';

/**
 * What must hold of a group that is to leave its keys: it is ours to change, what it launches from can be remade without loss, its instances can
 * be replaced and put back, and nothing that works today is lost.
 */
export function groupClaims(snapshot: GroupSnapshot, recipe: GroupRecipe, plan: GroupPlan, inputs: GroupInputs): Claim[] {
  return [
    ...roleAndProfileClaims(snapshot, plan),
    groupIdle(snapshot),
    ownedElsewhere(snapshot),
    ...groupSourceClaims(snapshot, recipe),
    templateShared(snapshot, plan, inputs),
    ...accessKeptClaims(snapshot, plan, groupInstances),
    sameAccount(snapshot),
    ...rollOutClaims(snapshot, plan, inputs),
    ...groupKeyClaims(snapshot, plan, inputs),
  ];
}

const again = 'Make the plan anew.';

/** D-75: a group has one instance refresh at a time. */
function groupIdle({ group, groupName }: GroupSnapshot): Claim {
  const claim = `${groupName} is there, and no instance refresh is under way`;
  const id = 'group-idle';
  if (group.state === 'absent') return fail(id, claim, ['There is no such group.'], 'Scan again.');
  if (group.state === 'unreadable')
    return unknown(id, claim, [group.reason], 'Let the reader role describe groups and instance refreshes.');
  const { refreshUnderWay, desiredCapacity } = group.value;
  const wanted = desiredCapacity === 1 ? '1 instance is wanted' : `${desiredCapacity} instances are wanted`;
  if (refreshUnderWay === null) return pass(id, claim, [`${wanted}; no refresh is under way.`]);
  return fail(id, claim, [`The instance refresh ${refreshUnderWay} is under way.`], 'Wait until it has ended, then make the plan anew.');
}

/** D-37, D-77: what another system owns is put back by it, so that the change belongs there. */
function ownedElsewhere({ group, launches }: GroupSnapshot): Claim {
  const claim = 'No stack and no other AWS service owns the group or its launch template';
  const id = 'owned-elsewhere';
  if (group.state !== 'known' || launches.state !== 'known') return unknown(id, claim, ['It could not be read.'], again);
  const all = [
    { what: 'the group', ...group.value },
    ...launches.value.filter(isTemplate).map(({ from }) => ({ what: `the launch template ${from.templateName}`, ...from })),
  ];
  const [service] = all.filter(({ owner }) => owner !== null);
  if (service) {
    const how = /EKS/.test(service.owner ?? '')
      ? 'add a version to the same launch template and give it to the node group by eks:UpdateNodegroupVersion'
      : 'change it in that service';
    return fail(id, claim, [`${service.owner} owns ${service.what}.`], `A change here would be put back: ${how}.`);
  }
  const [stack] = all.filter((one) => one.stack !== null);
  if (stack) {
    const advice = 'Export the plan and change the stack’s template: a change here would be put back by its next update.';
    return fail(id, claim, [`The stack ${stack.stack} owns ${stack.what}.`], advice);
  }
  return pass(id, claim, ['Neither has a tag of a stack or a service.', 'Terraform leaves no mark: ask whoever deploys it.']);
}

/**
 * D-73: a new version is launched from at once by whoever follows $Latest, and by whoever follows $Default once that is moved; a template of the
 * group's own reaches nobody else.
 */
function templateShared({ launches, groupName }: GroupSnapshot, { steps }: GroupPlan, { launchTemplate }: GroupInputs): Claim {
  const claim = 'Nobody else would launch from the new version unasked';
  const id = 'template-shared';
  if (launches.state !== 'known') return unknown(id, claim, ['It could not be read.'], again);
  const others = launches.value
    .filter(isTemplate)
    .flatMap(({ from }) => from.others.map((one) => ({ ...one, template: from.templateName })));
  const words = ({ kind, name, version, template }: (typeof others)[number]) =>
    `The ${kind} ${name} launches from version ${version} of ${template}.`;
  const untouched = steps.flatMap((step) =>
    step.kind === 'create-launch-template' && step.copyOf !== undefined
      ? `${groupName} gets the launch template ${step.templateName} of its own. ${step.copyOf.templateName} gets no version and keeps its default, so that whoever launches from it launches what it did.`
      : [],
  );
  if (untouched.length > 0) return pass(id, claim, [...others.map(words), ...untouched]);
  const follow = others.filter(({ version }) => !isNumber(version));
  if (follow.length > 0) {
    const advice =
      launchTemplate === 'own'
        ? `Let them name a number first: ${groupName} has nothing to be changed, so that it gets no template of its own.`
        : `Give ${groupName} a launch template of its own, or let them name a number first: a new version would reach them at their next launch.`;
    return fail(id, claim, follow.map(words), advice);
  }
  if (others.length > 0) return pass(id, claim, [...others.map(words), 'A new version changes nothing for them.']);
  return pass(id, claim, ['No other group or instance of this Region was seen to use it; fleets and other services were not looked at.']);
}
