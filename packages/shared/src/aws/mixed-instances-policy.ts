type Members = Record<string, unknown>;

/** A version of a launch template, by its id: Auto Scaling describes id and name and takes one of them. */
export interface TemplateVersion {
  launchTemplateId: string;
  version: string;
}

/** What takes the place of a template: another version of it or, with `by`, a version of the template with that id. */
export interface TemplateMove extends TemplateVersion {
  by?: string;
}

/** Every version of a template that a group's policy names: its own, then those of its overrides; in this order. */
export function templatesIn(policy: Members): { launchTemplateId: string; version: string; override: number | null }[] {
  const { LaunchTemplateSpecification, Overrides } = object(policy.LaunchTemplate);
  const own = versionOf(LaunchTemplateSpecification);
  const ofOverrides = list(Overrides).flatMap((one, override) => {
    const found = versionOf(one.LaunchTemplateSpecification);
    return found === null ? [] : [{ ...found, override }];
  });
  return [...(own === null ? [] : [{ ...own, override: null }]), ...ofOverrides];
}

/**
 * The policy with new versions of its templates and everything else as it was: a group with a mixed instances policy is changed inside of it
 * (D-74). Each template that `moves` names moves, wherever the policy names it; a template that it does not name stays, by its id.
 */
export function withTemplateVersions(policy: Members, moves: readonly TemplateMove[]): Members {
  const moved = (specification: unknown): Members | null => {
    const found = versionOf(specification);
    if (found === null) return null;
    const move = moves.find(({ launchTemplateId }) => launchTemplateId === found.launchTemplateId);
    return { LaunchTemplateId: move?.by ?? found.launchTemplateId, Version: move?.version ?? found.version };
  };
  const template = object(policy.LaunchTemplate);
  const own = moved(template.LaunchTemplateSpecification);
  const overrides = list(template.Overrides).map((one) => {
    const specification = moved(one.LaunchTemplateSpecification);
    return specification === null ? one : { ...one, LaunchTemplateSpecification: specification };
  });
  return {
    ...policy,
    LaunchTemplate: {
      ...template,
      ...(own === null ? {} : { LaunchTemplateSpecification: own }),
      ...(template.Overrides === undefined ? {} : { Overrides: overrides }),
    },
  };
}

/** A template that is named without a version follows its default version. */
function versionOf(specification: unknown): TemplateVersion | null {
  const { LaunchTemplateId, Version } = object(specification);
  if (typeof LaunchTemplateId !== 'string' || LaunchTemplateId === '') return null;
  return { launchTemplateId: LaunchTemplateId, version: typeof Version === 'string' && Version !== '' ? Version : '$Default' };
}

const list = (value: unknown): Members[] => (Array.isArray(value) ? (value as Members[]) : []);
const object = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
