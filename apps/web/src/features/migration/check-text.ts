import type { Check } from '@rolewright/shared/proof/check.ts';

/** What a check is founded on, in one paragraph: its evidence, and where AWS and the console differ both verdicts. "Prove" has all of it. */
export function checkText({ evidence, secondOpinion }: Pick<Check, 'evidence' | 'secondOpinion'>): string {
  const differences = (secondOpinion?.differences ?? []).map(
    ({ about, ours, aws }) => `The two differ on ${about}. Console: ${ours}. AWS: ${aws}.`,
  );
  const all = [...evidence, ...differences];
  return all.length > 4 ? `${all.slice(0, 3).join(' ')} … and ${all.length - 3} more under Prove.` : all.join(' ');
}
