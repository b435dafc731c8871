import { type Drill, type DrillFacts, type DrillStepId, drillStepId } from './drill.ts';

type Progress = Pick<Drill, 'phase' | 'sentence' | 'blocked'> & { steps: { id: DrillStepId; state: Drill['steps'][number]['state'] }[] };

/** Where a drill stands, from what stands in the account alone: so it goes on after a reload, a restart, or a step that was cut off. Pure. */
export function drillProgress(facts: DrillFacts): Progress {
  const open = drillStepId.options.find((id) => !isDone[id](facts));
  const next = open === undefined ? drillStepId.options.length : drillStepId.options.indexOf(open);
  return {
    steps: drillStepId.options.map((id, index) => ({ id, state: index < next ? 'done' : index === next ? 'next' : 'later' })),
    blocked: open === undefined ? null : blockedBy(facts),
    ...seen(facts),
  };
}

const isDone: Record<DrillStepId, (facts: DrillFacts) => boolean> = {
  'delete-user': ({ userExists }) => !userExists,
  'narrow-policy': ({ policyIsNarrow }) => policyIsNarrow,
  'create-role': ({ roleIsReady }) => roleIsReady,
  'update-group': ({ launchesFrom, launchConfigurations }) => launchesFrom === launchConfigurations.after,
  // Also while they start: whoever asked for it sees that they do.
  'replace-instances': ({ servers, launchConfigurations }) =>
    working(servers).every(({ launchedFrom }) => launchedFrom === launchConfigurations.after),
};

const working = (servers: DrillFacts['servers']) => servers.filter(({ state }) => state === 'pending' || state === 'running');

/** What others did to these servers (a plan that moved them, by hand) is not the document's beginning any more. */
function blockedBy({ launchesFrom, launchConfigurations: { before, after }, workload }: DrillFacts): string | null {
  if (launchesFrom === before || launchesFrom === after) return null;
  return `${workload} launches from ${launchesFrom ?? 'a launch template'}, and no more from ${before}: it was moved already. Put the sandbox back to drill.`;
}

function seen(facts: DrillFacts): Pick<Drill, 'phase' | 'sentence'> {
  const calls = sum(facts, 'calls');
  const failed = sum(facts, 'failed');
  const of = `${failed} of ${calls} calls failed in the last 10 seconds`;
  if (facts.userExists && facts.launchesFrom !== facts.launchConfigurations.after) {
    return {
      phase: 'not-begun',
      sentence: calls === 0 ? 'No call was seen in the last 10 seconds.' : `The servers upload ${asWhom(facts)}: ${of}.`,
    };
  }
  const servers = working(facts.servers);
  const isBack = servers.length > 1 && servers.every((one) => one.calls > 0 && one.failed === 0 && isRole(one.identity));
  if (isBack) return { phase: 'recovered', sentence: `Recovered: every server uploads as the role; ${of}.` };
  if (isDone['replace-instances'](facts) && isDone['update-group'](facts)) {
    return { phase: 'recovering', sentence: `The new servers start: ${calls === 0 ? 'no call was seen in the last 10 seconds' : of}.` };
  }
  return {
    phase: 'outage',
    sentence:
      calls === 0
        ? 'Outage: no call was seen in the last 10 seconds.'
        : failed === 0
          ? `The key is deleted; IAM takes seconds to make it known: ${of}.`
          : `Outage: ${of}.`,
  };
}

/** Somebody may have moved them already, or be about to. */
function asWhom({ servers }: DrillFacts): string {
  const roles = servers.filter(({ identity }) => isRole(identity)).length;
  if (roles === 0) return 'with the user’s key';
  return roles === servers.length ? 'as a role' : 'with the user’s key and as a role';
}

const isRole = (identity: string | null): boolean => identity?.includes(':assumed-role/') === true;

const sum = ({ servers }: DrillFacts, member: 'calls' | 'failed'): number => servers.reduce((total, one) => total + one[member], 0);
