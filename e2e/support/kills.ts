import { expect, test } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { type Console, until } from './console.ts';
import type { Script } from './http.ts';
import { admin, advance } from './sandbox.ts';

/** A call of a run, as the sandbox names it. */
export interface Call {
  service: 'iam' | 'ec2' | 'autoscaling';
  operation: string;
}

/** Where the console is killed: while AWS has this call, once before it carried it out and once after; or once its run stands so. */
export type Moment = Call | Standing;

interface Standing {
  says: string;
  once: (run: Run) => boolean;
  /** AWS would be done with it before the console is up again: the sandbox takes its time until the kill. */
  slowly?: true;
}

export const callsTo = (service: Call['service'], ...operations: string[]): Call[] =>
  operations.map((operation) => ({ service, operation }));

interface Kill {
  name: string;
  /** The call that the sandbox keeps without an answer until then. */
  held: (Call & { when: 'before' | 'after' }) | null;
  once: (run: Run) => boolean;
  slowly?: true;
}

const killsAt = (moment: Moment): Kill[] =>
  'once' in moment
    ? [{ ...moment, name: `kill -9 ${moment.says}`, held: null }]
    : (['before', 'after'] as const).map((when) => ({
        name: `kill -9 ${when} ${moment.service}:${moment.operation}`,
        held: { ...moment, when },
        once: () => false,
      }));

/**
 * kill -9 of the console at each of these moments of one run, in turn: while it is down the next one is laid in wait for, then it is started
 * again and has to get there. `begin` sets the run going and says its id. Ends with the console up and nothing in wait. Throws, naming the
 * kill, where the run does not get from it to the next.
 */
export async function killAtEach(
  script: Script,
  changes: Changes,
  moments: readonly Moment[],
  begin: () => Promise<string>,
): Promise<string> {
  const { console } = script;
  let id = '';
  let last = 'its start';
  for (const [index, kill] of moments.flatMap(killsAt).entries()) {
    await test.step(kill.name, async () => {
      await layInWait(console, kill);
      if (index === 0) id = await begin();
      else await console.restart();
      await changes.read();
      await untilThere(script, id, kill, `${kill.name}, next after ${last}`);
      await console.kill();
      if (kill.slowly) await advance(console, slow.ahead, { timeScale: 0.05 });
    });
    last = kill.name;
  }
  await admin(console, 'DELETE', 'faults');
  await console.restart();
  return id;
}

/** At this pace what an instance does takes minutes, which are then skipped. */
const slow = { timeScale: 30, ahead: 400_000 };

/** The answer never comes: the console is killed before it would. */
async function layInWait(console: Console, { held, slowly }: Kill): Promise<void> {
  if (slowly) await admin(console, 'POST', 'clock', { timeScale: slow.timeScale });
  const rules = held === null ? [] : [{ ...held, times: 1, principal: 'role/Rolewright', latencyMs: 600_000 }];
  await admin(console, 'PUT', 'faults', { rules });
}

async function untilThere(script: Script, id: string, { held, once }: Kill, name: string): Promise<void> {
  let run: Run | undefined;
  const isThere = await until(async () => {
    run = await script.get<Run>(`/api/runs/${id}`);
    if (run.state === 'failed') throw new Error(`${name}: the run failed: ${JSON.stringify(run.error)}`);
    if (held === null) return once(run);
    const { rules } = await admin<{ rules: { times: number }[] }>(script.console, 'GET', 'faults');
    return rules[0]?.times === 0;
  }, 180_000);
  if (isThere !== true) throw new Error(`${name}: the run did not get there: ${JSON.stringify(run, null, 1)}`);
}

interface LoggedCall {
  seq: number;
  service: string;
  operation: string;
  principal: string;
  errorCode: string | null;
}

const isChange = ({ operation }: { operation: string }): boolean => !/^(Describe|Get|List|Simulate|Validate)/.test(operation);

/** Every changing call of the console that AWS carried out since this was made. The sandbox keeps the last 50,000 calls: read now and then. */
export class Changes {
  private readonly console: Console;
  private since: number | null = null;
  private readonly carriedOut: string[] = [];

  private constructor(console: Console) {
    this.console = console;
  }

  static async from(console: Console): Promise<Changes> {
    const changes = new Changes(console);
    await changes.read();
    return changes;
  }

  /** All of them so far, in their order: `iam:CreateRole`. */
  async read(): Promise<string[]> {
    const { items } = await admin<{ items: LoggedCall[] }>(this.console, 'GET', `calls?since=${this.since ?? 0}`);
    if (this.since !== null) {
      const own = items.filter(({ principal, errorCode }) => principal.includes('role/RolewrightOperator') && errorCode === null);
      this.carriedOut.push(...own.filter(isChange).map(({ service, operation }) => `${service}:${operation}`));
    }
    this.since = items.at(-1)?.seq ?? this.since ?? 0;
    return [...this.carriedOut];
  }
}

/** The changing calls among these moments. */
export const changesAmong = (moments: readonly Moment[]): string[] =>
  moments.flatMap((moment) => ('once' in moment || !isChange(moment) ? [] : [`${moment.service}:${moment.operation}`]));

/** No step's end stands twice in the journal. */
export function expectNothingTwice({ journal }: Run): void {
  const ends = journal.flatMap(({ event, stepId, direction }) => (event === 'done' || event === 'found' ? [`${direction} ${stepId}`] : []));
  expect(new Set(ends).size, 'no step ends twice').toBe(ends.length);
}

/**
 * Without repetitions of UpdateAutoScalingGroup: before a refresh back that was not sent a group is told again what it launches from, which
 * changes nothing.
 */
export const eachOnce = (changes: string[]): string[] =>
  changes.filter((call, index) => call !== 'autoscaling:UpdateAutoScalingGroup' || changes.indexOf(call) === index);
