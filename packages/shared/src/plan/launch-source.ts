import { withTemplateVersions } from '../aws/mixed-instances-policy.ts';
import { canonicalJson } from './fingerprint.ts';
import type { LaunchSource, TemplateNames } from './group-steps.ts';

type Members = Record<string, unknown>;

/**
 * The source as AWS takes it: what earlier steps journaled (`launchTemplateId`, `version`) in place of each `step:<id>`, in a mixed instances
 * policy too. `dataOf`: the journaled data of a step. Throws Error where that step has journaled none, so that no reference is ever sent.
 */
export function resolvedSource(source: LaunchSource, dataOf: (stepId: string) => Members): LaunchSource {
  const resolved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([member, one]) => {
        if (member === 'LaunchTemplateId') return [member, resolvedReference(one, 'launchTemplateId', dataOf)];
        return [member, member === 'Version' ? resolvedReference(one, 'version', dataOf) : resolved(one)];
      }),
    );
  };
  return resolved(source) as LaunchSource;
}

/** One value that may be `step:<id>`: what that step journaled under `member`. Throws Error where it journaled none. */
export function resolvedReference(value: unknown, member: 'launchTemplateId' | 'version', dataOf: (stepId: string) => Members): unknown {
  const stepId = stepOf(value);
  if (stepId === null) return value;
  const found = dataOf(stepId)[member];
  if (typeof found !== 'string' || found === '') throw new Error(`The step ${stepId} has not journaled its ${member}.`);
  return found;
}

/** The id in `step:<id>`; null: it is a value of AWS'. */
const stepOf = (value: unknown): string | null =>
  typeof value === 'string' && value.startsWith('step:') ? value.slice('step:'.length) : null;

/** Whether two sources launch from the same: the names and defaults that AWS tells besides do not count. */
export const isSameSource = (one: LaunchSource, other: LaunchSource): boolean =>
  canonicalJson(asTaken(one)) === canonicalJson(asTaken(other));

/** A source as Auto Scaling takes it: of a template the id, never the name too, and a version, which is `$Default` where none is told. */
export function asTaken(source: LaunchSource): LaunchSource {
  if ('LaunchConfigurationName' in source) return { LaunchConfigurationName: source.LaunchConfigurationName };
  if ('MixedInstancesPolicy' in source) return { MixedInstancesPolicy: withTemplateVersions(source.MixedInstancesPolicy, []) };
  const { LaunchTemplateId, Version } = source.LaunchTemplate;
  return { LaunchTemplate: { LaunchTemplateId, Version: Version || '$Default' } };
}

/** "launch configuration web-v5", "launch template web, version 2", "mixed instances policy on launch template web, version 2". */
export function sourceInWords(source: LaunchSource, names: TemplateNames = {}): string {
  if ('LaunchConfigurationName' in source) return `launch configuration ${source.LaunchConfigurationName}`;
  if ('LaunchTemplate' in source) return templateInWords(source.LaunchTemplate, names);
  const told = [...new Set(specificationsIn(source.MixedInstancesPolicy).map((one) => templateInWords(one, names)))];
  return `mixed instances policy on ${told.join(' and ')}`;
}

interface Specification {
  LaunchTemplateId: string;
  Version: string;
}

function templateInWords({ LaunchTemplateId, Version }: Specification, names: TemplateNames): string {
  const name = names[LaunchTemplateId] ?? (stepOf(LaunchTemplateId) === null ? LaunchTemplateId : 'of this plan');
  return `launch template ${name}, ${versionInWords(Version || '$Default')}`;
}

/** "version 2", "the new version" for one that a step makes, "version $Latest". */
export const versionInWords = (version: string): string => (stepOf(version) === null ? `version ${version}` : 'the new version');

/** Every template that a policy names: its own, then those of its overrides. */
function specificationsIn(policy: Members): Specification[] {
  const template = object(withTemplateVersions(policy, []).LaunchTemplate);
  const overrides = Array.isArray(template.Overrides) ? template.Overrides.map((one) => object(one).LaunchTemplateSpecification) : [];
  return [template.LaunchTemplateSpecification, ...overrides].filter(isSpecification);
}

const isSpecification = (value: unknown): value is Specification => typeof object(value).LaunchTemplateId === 'string';
const object = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});
