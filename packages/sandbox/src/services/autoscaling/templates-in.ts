import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { LaunchSource } from '../../state/autoscaling.ts';
import type { SentSource } from './launch-source.ts';

/** Every launch template that a source names: its own, the policy's, and those of the policy's overrides (D-73). */
export function templatesIn({ LaunchTemplate, MixedInstancesPolicy }: LaunchSource | SentSource): LaunchTemplateSpecification[] {
  const { LaunchTemplateSpecification: base, Overrides } = MixedInstancesPolicy?.LaunchTemplate ?? {};
  const all = [LaunchTemplate, base, ...(Overrides ?? []).map((override) => override.LaunchTemplateSpecification)];
  return all.filter((template) => template !== undefined);
}

/** Does it name a version by number, and not `$Latest` or `$Default` (the latter when it names none)? */
export const isPinned = ({ Version }: LaunchTemplateSpecification): boolean => /^\d+$/.test(Version ?? '');
