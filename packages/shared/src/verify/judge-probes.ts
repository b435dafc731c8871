import { probeSays } from '../probes/judge.ts';
import type { ProbeResult } from '../probes/probe.ts';
import type { Evidence } from './verification.ts';

const source = 'functional probe';

/** How a functional probe went after the change, as evidence. `unknown`, what AWS did not let the console see, is no pass. */
export function probeEvidence(result: ProbeResult): Evidence {
  const state = { pass: 'yes', fail: 'no', unknown: 'unknown' } as const;
  const by = [...new Set(result.parts.map((part) => part.madeBy))].join(' and ');
  return {
    claim: `The probe ${result.name} passes`,
    state: state[result.verdict],
    source: `${source}, made by ${by}`,
    detail: [probeSays(result), ...(result.left === null ? [] : [result.left])].join(' '),
    at: result.at,
  };
}

/** Is this evidence a functional probe's? */
export const isOfProbe = (evidence: Evidence): boolean => evidence.source.startsWith(source);
