/** An event of CloudTrail, as far as it tells who made the call. */
export interface KeyEvent {
  name: string;
  sourceIp: string | null;
  userAgent: string | null;
}

/** Calls that a workload's own code seldom makes and a pipeline does (C12). */
const deploys = /^(UpdateService|RegisterTaskDefinition|DescribeServices|GetAuthorizationToken|CreateDeployment)$/;
const callsNamed = 3;

/**
 * Who used a key, by program and address, each in a sentence's end ("was used by aws-cli/2 from 203.0.113.7: UpdateService (a deployer)").
 * The workload itself is among them: whether an address is its own only people know.
 */
export function usersOfKey(events: KeyEvent[]): string[] {
  const byUser = Map.groupBy(events, (event) => `${program(event.userAgent)} from ${event.sourceIp ?? 'an unknown address'}`);
  return [...byUser].map(([user, made]) => {
    const names = [...new Set(made.map((event) => event.name))];
    const more = names.length > callsNamed ? ` and ${names.length - callsNamed} more` : '';
    const deployer = names.some((name) => deploys.test(name)) ? ' (a deployer)' : '';
    return `was used by ${user}: ${names.slice(0, callsNamed).join(', ')}${more}${deployer}.`;
  });
}

/** `aws-cli/2.15.30` of a whole user agent, which also tells what the program runs on. */
const program = (userAgent: string | null): string => userAgent?.split(' ')[0] || 'an unknown program';
