import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { own } from '../../state/iam.ts';
import { AwsFault, type CallContext } from '../service.ts';

/** Tags and source identity that a new session has: what the call brings, and what the caller's own session hands on (D-49). */
export interface SessionMarks {
  /** Tags of the new session, without the role's own. */
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity: string | null;
}

/** Throws as STS does when the call would change what the caller's session has fixed. */
export function sessionMarks(
  input: Pick<AssumeRoleRequest, 'Tags' | 'TransitiveTagKeys' | 'SourceIdentity'>,
  { world, principal }: CallContext,
): SessionMarks {
  const caller = own(world.state.sessions, principal.accessKeyId);
  const given = Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  const keys = Object.keys(given).map((key) => key.toLowerCase());
  if (new Set(keys).size < (input.Tags ?? []).length)
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  if (keys.some((key) => key.startsWith('aws:'))) throw invalid('Tag keys beginning with aws: are reserved for system use.');
  const inherited = Object.fromEntries(Object.entries(caller?.tags ?? {}).filter(([key]) => caller?.transitiveTagKeys.includes(key)));
  if (Object.keys(inherited).some((key) => keys.includes(key.toLowerCase()))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const transitive = input.TransitiveTagKeys ?? [];
  if (transitive.some((key) => !keys.includes(key.toLowerCase()))) {
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  }
  return {
    tags: { ...given, ...inherited },
    transitiveTagKeys: [...Object.keys(inherited), ...transitive],
    sourceIdentity: sourceIdentity(input.SourceIdentity, caller?.sourceIdentity ?? null),
  };
}

/** It persists through a chain and cannot change. */
function sourceIdentity(given: string | undefined, inherited: string | null): string | null {
  if (given?.startsWith('aws:')) throw invalid('SourceIdentity must not begin with aws:.');
  if (inherited !== null && given !== undefined && given !== inherited) {
    throw new AwsFault('AccessDenied', 'SourceIdentity cannot be changed from the value that the calling session has.', 403);
  }
  return given ?? inherited;
}

const invalid = (message: string): AwsFault => new AwsFault('InvalidParameterValue', message, 400);
