/** What a session carries beside who it is: handed on along a chain of roles. */
export interface SessionMarks {
  /** Session tags, without the tags of the role itself. */
  tags: Readonly<Record<string, string>>;
  /** Those of the tags that the next session of a chain inherits. */
  transitiveTagKeys: readonly string[];
  sourceIdentity: string | null;
}

/** The part of an AssumeRole call that marks the new session. */
export interface MarksAsked {
  tags?: Readonly<Record<string, string>>;
  transitiveTagKeys?: readonly string[];
  sourceIdentity?: string;
}

export const noMarks: SessionMarks = { tags: {}, transitiveTagKeys: [], sourceIdentity: null };

/**
 * The marks of the new session: those of the call, and those that the caller's session hands on. A sentence instead when STS refuses them:
 * keys are told apart without regard to case, an inherited tag cannot be given again, and a source identity never changes (D-49, D-53).
 * Source: IAM id_session-tags, id_credentials_temp_control-access_monitor.
 */
export function marksOf(asked: MarksAsked, caller: SessionMarks): SessionMarks | string {
  const { tags = {}, transitiveTagKeys = [], sourceIdentity = null } = asked;
  const keys = Object.keys(tags).map(lower);
  if (new Set(keys).size < keys.length) return 'two tags have the same key; keys differ by more than case';
  const reserved = Object.keys(tags).find((key) => lower(key).startsWith('aws:'));
  if (reserved !== undefined) return `the tag ${reserved} begins with aws:, which is reserved`;
  const inherited = Object.entries(caller.tags).filter(([key]) => caller.transitiveTagKeys.some((one) => lower(one) === lower(key)));
  const again = inherited.find(([key]) => keys.includes(lower(key)));
  if (again) return `the tag ${again[0]} is inherited from the calling session and cannot be given again`;
  const isTransitive = (key: string) => transitiveTagKeys.some((one) => lower(one) === lower(key));
  const loose = transitiveTagKeys.find((key) => !keys.includes(lower(key)));
  if (loose !== undefined) return `the transitive tag ${loose} is not among the tags of the call`;
  if (sourceIdentity?.startsWith('aws:')) return 'a source identity must not begin with aws:';
  if (caller.sourceIdentity !== null && sourceIdentity !== null && sourceIdentity !== caller.sourceIdentity) {
    return 'the source identity of the calling session cannot be changed';
  }
  return {
    tags: { ...tags, ...Object.fromEntries(inherited) },
    transitiveTagKeys: [...inherited.map(([key]) => key), ...Object.keys(tags).filter(isTransitive)],
    sourceIdentity: sourceIdentity ?? caller.sourceIdentity,
  };
}

/** Tags that a session acts with, `aws:PrincipalTag`: the role's own, and over them the session's. */
export function principalTagsOf(roleTags: Readonly<Record<string, string>>, session: SessionMarks): Record<string, string> {
  const over = new Set(Object.keys(session.tags).map(lower));
  return { ...Object.fromEntries(Object.entries(roleTags).filter(([key]) => !over.has(lower(key)))), ...session.tags };
}

const lower = (text: string): string => text.toLowerCase();
