import { kindOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { DrillStepId } from '../drill/steps.ts';
import { drillStepIds } from '../drill/take.ts';
import type { FaultRule } from '../faults/rules.ts';
import type { ObservationFilter, Report } from '../runtime/observations.ts';
import type { Settings } from '../state/world.ts';

/** What the admin API was sent and cannot take; the message names the field and what is allowed. */
export class BadInput extends Error {}

/** Body of POST clock. Only what is there changes. */
export function clockInput(body: unknown): { aheadMs?: number; timeScale?: number; trueDelays?: boolean } {
  const given = membersOf('body', body, ['aheadMs', 'timeScale', 'trueDelays']);
  if (Object.keys(given).length === 0) throw new BadInput('body: must have aheadMs, timeScale or trueDelays.');
  for (const name of ['aheadMs', 'timeScale']) optional(name, given[name], isCount, 'a number, zero or more');
  optional('trueDelays', given.trueDelays, isBoolean, 'true or false');
  return given;
}

/** Body of PUT rates. */
export function ratesInput(body: unknown): Settings['rates'] {
  const { rates } = membersOf('body', body, ['rates']);
  if (rates !== 'published' && rates !== 'off') throw new BadInput('rates: must be published or off.');
  return rates;
}

const texts = ['id', 'service', 'operation', 'code', 'message', 'principal', 'region'];

/** Body of PUT faults: {rules: […]}; what is left out of a rule has its default. */
export function faultsInput(body: unknown): FaultRule[] {
  const { rules } = membersOf('body', body, ['rules']);
  if (!Array.isArray(rules)) throw new BadInput('rules: must be a list of fault rules.');
  return rules.map((rule: unknown, index) => ruleInput(`rules.${index}`, rule, index));
}

function ruleInput(at: string, rule: unknown, index: number): FaultRule {
  const given = membersOf(at, rule, [...texts, 'times', 'probability', 'seed', 'when', 'latencyMs', 'dropAnswer']);
  for (const name of texts) optional(`${at}.${name}`, given[name], isText, 'text');
  optional(`${at}.times`, given.times ?? undefined, Number.isInteger, 'a whole number, or null for all');
  optional(`${at}.probability`, given.probability, (value) => isCount(value) && value <= 1, 'a number from 0 to 1');
  optional(`${at}.seed`, given.seed, Number.isInteger, 'a whole number');
  optional(`${at}.when`, given.when, (value) => value === 'before' || value === 'after', 'before or after');
  optional(`${at}.latencyMs`, given.latencyMs, isCount, 'a number, zero or more');
  optional(`${at}.dropAnswer`, given.dropAnswer, isBoolean, 'true or false');
  if (given.code === undefined && given.latencyMs === undefined && given.dropAnswer !== true) {
    throw new BadInput(`${at}: must have a code, a latencyMs or dropAnswer.`);
  }
  return { id: String(index), service: '*', operation: '*', times: null, probability: 1, seed: 1, when: 'before', ...given };
}

/** Body of POST observations, which the runner sends. */
export function reportsInput(body: unknown): Report[] {
  const { items } = membersOf('body', body, ['items']);
  if (!Array.isArray(items)) throw new BadInput('items: must be a list of reports.');
  return items.map((item: Partial<Report> | null, index) => {
    const whole = isText(item?.at) && isTime(item.at) && isText(item.workload) && isCount(item.calls) && isCount(item.failed);
    if (!whole) throw new BadInput(`items.${index}: must have at, workload, calls and failed.`);
    return item as Report;
  });
}

/** Query of GET observations; `since` is a date or milliseconds. */
export function observationFilter(query: URLSearchParams): ObservationFilter {
  const since = query.get('since');
  const from = since !== null && /^\d+$/.test(since) ? Number(since) : since;
  if (from !== null && !isTime(from)) throw new BadInput('since: must be a date (ISO 8601) or milliseconds since 1970.');
  return {
    since: from === null ? undefined : new Date(from),
    workload: query.get('workload') ?? undefined,
    cluster: query.get('cluster') ?? undefined,
    accountId: query.get('accountId') ?? undefined,
    region: query.get('region') ?? undefined,
    instanceId: query.get('instanceId') ?? undefined,
  };
}

/** Body of POST drill. */
export function drillInput(body: unknown): { account: string; step: DrillStepId } {
  const { account, step } = membersOf('body', body, ['account', 'step']);
  if (!isText(account)) throw new BadInput('account: must be the 12 digits of an account.');
  const known = drillStepIds.find((id) => id === step);
  if (known === undefined) throw new BadInput(`step: must be one of ${drillStepIds.join(', ')}.`);
  return { account, step: known };
}

/** Query of GET calls: the number of the last call that is known already. */
export function sinceInput(query: URLSearchParams): number {
  const since = Number(query.get('since') ?? 0);
  if (!Number.isInteger(since) || since < 0) throw new BadInput('since: must be the number of a call, or 0.');
  return since;
}

/** Query of GET operations: long-term keys, each under a name of its own. */
export function accessKeyIds(query: URLSearchParams): string[] {
  const ids = query.getAll('accessKeyId');
  if (ids.length === 0 || ids.some((id) => kindOfKeyId(id) !== 'long-term')) {
    throw new BadInput('accessKeyId: must be the id of a user’s access key (AKIA…); may be given several times.');
  }
  return ids;
}

/** A JSON object's members, of which none may be unknown: a rule with a misspelt member would hit every call. */
function membersOf(name: string, value: unknown, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadInput(`${name}: must be an object.`);
  const unknown = Object.keys(value).find((member) => !known.includes(member));
  if (unknown !== undefined) throw new BadInput(`${name}.${unknown}: is not known here; allowed are ${known.join(', ')}.`);
  return value as Record<string, unknown>;
}

function optional(name: string, value: unknown, isFit: (value: unknown) => boolean, allowed: string): void {
  if (value !== undefined && !isFit(value)) throw new BadInput(`${name}: must be ${allowed}.`);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isTime = (value: string | number): boolean => !Number.isNaN(new Date(value).getTime());
