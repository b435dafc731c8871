import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@rolewright/shared/error.ts';
import { expectedOf, judgeHttp, judgeObject, type ObjectAnswer, verdictOf } from '@rolewright/shared/probes/judge.ts';
import type { PartResult, ProbeInput, ProbeMoment, ProbePart, ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { fillIn, namesFirstMatch, type ProbeValues } from '@rolewright/shared/probes/template.ts';
import type { Deps } from '../deps.ts';
import { tryHttp } from './http-part.ts';

/** Where a probe's workload is: whose network, whose operator. */
export interface ProbePlace {
  accountId: string;
  region: string;
}

/** Looks of the second part at what the first made, which may take its time to arrive. */
const looks = 4;
const pauseAfter = (look: number): number => 400 * 2 ** look;

interface Asked extends ProbeInput {
  name: string;
  version: number;
}

type Tried = Omit<PartResult, 'attempts' | 'milliseconds'> & { caught: string | null };

/** Makes a probe once: its first part, and, when that passed, its second, which is looked at a few times. Stores nothing. */
export async function makeProbe(deps: Deps, place: ProbePlace, asked: Asked, moment: ProbeMoment): Promise<ProbeResult> {
  // Distinct in every try, readable in a bucket, and no secret: the run's own time and chance.
  const probeId = `probe-${deps
    .newId('p')
    .replace(/[^a-z0-9]/g, '')
    .slice(-12)}`;
  const first = await timed(deps, place, asked.first, { id: probeId, caught: null }, 1);
  const parts = [first.result];
  if (asked.second !== null && first.result.verdict === 'pass')
    parts.push((await second(deps, place, asked.second, { id: probeId, caught: first.caught })).result);
  const { name, version } = asked;
  return {
    name,
    version,
    probeId,
    moment,
    verdict: verdictOf(parts),
    parts,
    left: leftBy(asked.first, parts),
    at: deps.now().toISOString(),
  };
}

async function second(deps: Deps, place: ProbePlace, part: ProbePart, values: ProbeValues) {
  if (values.caught === null && Object.values(part).some((text) => typeof text === 'string' && namesFirstMatch(text))) {
    const observed = 'not asked: what the first part’s pattern caught is no plain id';
    const result = { ...describe(part, values), verdict: 'fail' as const, observed, madeBy: 'nobody', attempts: 0, milliseconds: 0 };
    return { result: { ...result, bytes: null, excerpt: null }, caught: null };
  }
  return timed(deps, place, part, values, looks);
}

async function timed(deps: Deps, place: ProbePlace, part: ProbePart, values: ProbeValues, mostAttempts: number) {
  const start = performance.now();
  for (let attempt = 1; ; attempt++) {
    const { caught, ...tried } = await tryPart(deps, place, part, values);
    if (tried.verdict === 'pass' || attempt >= mostAttempts) {
      const milliseconds = Math.round(performance.now() - start);
      return { result: { ...tried, attempts: attempt, milliseconds } satisfies PartResult, caught };
    }
    await pause(pauseAfter(attempt - 1));
  }
}

async function tryPart(deps: Deps, place: ProbePlace, part: ProbePart, values: ProbeValues): Promise<Tried> {
  if (part.kind === 'http') {
    const { answer, bytes, excerpt, caught } = await tryHttp(deps.probeNetwork, place.accountId, part, values);
    return { ...describe(part, values), ...judgeHttp(part, answer), madeBy: 'the console, without credentials', bytes, excerpt, caught };
  }
  const port = await deps.aws.port(place.accountId, place.region);
  const listed =
    part.kind === 's3-object'
      ? port.probe.object(part.bucket, fillIn(part.key, values))
      : port.probe.newest(part.bucket, fillIn(part.prefix, values));
  const answer = await listed.catch((error: unknown): ObjectAnswer => {
    if (error instanceof AppError) return { came: 'unreadable', why: error.message };
    throw error;
  });
  const judged = judgeObject(part, answer, deps.now().toISOString());
  return { ...describe(part, values), ...judged, madeBy: await operatorOf(port), bytes: null, excerpt: null, caught: null };
}

/** Whose identity the call had: never the workload's. */
async function operatorOf(port: Awaited<ReturnType<Deps['aws']['port']>>): Promise<string> {
  return port.operator().then(
    ({ arn }) => `the console’s operator, ${arn.replace(/^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\/.*$/, '$1')}`,
    () => 'the console’s operator',
  );
}

function describe(part: ProbePart, values: ProbeValues): Pick<PartResult, 'what' | 'expected'> {
  const expected = fillIn(expectedOf(part), values);
  if (part.kind === 'http') return { what: `${part.method} ${fillIn(part.url, values)}`, expected };
  const key = part.kind === 's3-object' ? part.key : `${part.prefix}*`;
  return { what: `s3://${part.bucket}/${fillIn(key, values)}`, expected };
}

/** The console deletes nothing that it did not make itself: what the application stored for a probe is left, and said. */
function leftBy(first: ProbePart, [made, read]: readonly PartResult[]): string | null {
  if (first.kind !== 'http' || first.method !== 'POST' || made?.verdict !== 'pass') return null;
  const where = read?.what.startsWith('s3://') === true && read.verdict === 'pass' ? ` (${read.what})` : '';
  return `What the application stored for this request${where} is left there.`;
}
