import { probeSays } from '../probes/judge.ts';
import type { ProbeResult } from '../probes/probe.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** A functional probe before the change: what fails already would say nothing about the change, and hide what it breaks. */
export function probeClaim(result: ProbeResult): Claim {
  const id = `probe-${result.name}`;
  const claim = `The probe ${result.name} passes before the change`;
  const evidence = [probeSays(result), ...(result.left === null ? [] : [result.left])];
  if (result.verdict === 'pass') return pass(id, claim, evidence);
  if (result.verdict === 'unknown') return unknown(id, claim, evidence, 'Let the console see it, or acknowledge that this is not known.');
  return fail(id, claim, evidence, 'It fails already: mend the application, or correct the probe on the page of the workload.');
}
