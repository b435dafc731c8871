import { externalIdsIn, mapExternalIds } from '../iam/external-id.ts';
import type { StepOf } from '../plan/planned-step.ts';
import type { Shell } from './shell.ts';

/** What the documents of a trust policy's step hold that the script has to be given: the ids that are new, never those that are there (D-48). */
export function newIdsOf({ before, after }: StepOf<'replace-trust-policy'>): string[] {
  const there = new Set(externalIdsIn(before));
  return externalIdsIn(after).filter((mask) => !there.has(mask));
}

/**
 * UpdateAssumeRolePolicy with the whole document. The script reads what is there, stops where it is not what the plan was made from (D-51), and
 * puts in the external ids that stay from there.
 */
export function replaceTrust(step: StepOf<'replace-trust-policy'>, { word, document, aws }: Shell): string {
  const { roleName, before, after } = step;
  const hidden = 'an external id';
  const there = new Map(idPaths(before).map(({ path, mask }) => [mask, path]));
  const kept = idPaths(after).flatMap(({ path, mask }) => {
    const from = there.get(mask);
    return from === undefined ? [] : [{ path, from }];
  });
  const filter = kept.map(({ path, from }) => `setpath(${JSON.stringify(path)}; $now | getpath(${JSON.stringify(from)}))`);
  const planned = mapExternalIds(after, (mask) => (there.has(mask) ? hidden : mask));
  return `# Replace the trust policy of ${comment(roleName)}
NOW="$(${aws} iam get-role --role-name ${word(roleName)} --query Role.AssumeRolePolicyDocument --output json)"
BEFORE=${document(mapExternalIds(before, () => hidden))}
expect_same "the trust policy of ${comment(roleName)}" "$BEFORE" "$NOW"
PLANNED=${document(planned)}
PLANNED="$(jq --argjson now "$NOW" '${['.', ...filter].join(' | ')}' <<<"$PLANNED")"
until_accepted ${aws} iam update-assume-role-policy --role-name ${word(roleName)} --policy-document "$PLANNED"`;
}

/** Put…Policy or Delete…Policy of an inline policy that is there. */
export function changeInline(step: StepOf<'change-inline-policy'>, { word, document, aws }: Shell): string {
  const { holder, policyName, before, after } = step;
  const names = `--${holder.kind}-name ${word(holder.name)} --policy-name ${word(policyName)}`;
  const what = `the inline policy ${comment(policyName)} of ${comment(holder.name)}`;
  const call =
    after === null
      ? `${aws} iam delete-${holder.kind}-policy ${names}`
      : `${aws} iam put-${holder.kind}-policy ${names} \\\n  --policy-document ${document(after)}`;
  return `# ${after === null ? 'Delete' : 'Replace'} ${what}
NOW="$(${aws} iam get-${holder.kind}-policy ${names} --query PolicyDocument --output json)"
BEFORE=${document(before)}
expect_same "${what}" "$BEFORE" "$NOW"
${call}`;
}

/** AttachUserPolicy. */
export const attachUserPolicy = ({ userName, policyArn }: StepOf<'attach-user-policy'>, { word, aws }: Shell): string =>
  `# Attach ${comment(nameOf(policyArn))} to the user ${comment(userName)}\n${aws} iam attach-user-policy --user-name ${word(userName)} --policy-arn ${word(policyArn)}`;

/** DetachRolePolicy, DetachUserPolicy. */
export const detachPolicy = ({ holder, policyArn }: StepOf<'detach-policy'>, { word, aws }: Shell): string =>
  `# Detach ${comment(nameOf(policyArn))} from ${comment(holder.name)}\n${aws} iam detach-${holder.kind}-policy --${holder.kind}-name ${word(holder.name)} --policy-arn ${word(policyArn)}`;

/** Says what is left to do: that a policy is there is not that whoever needs it works. */
export const verifyPolicies = (): string =>
  '# Done\necho "Every policy is as planned. That whoever needs them works shows when they are used"';

/** Stops before a call that would overwrite what the plan has not seen; external ids are not compared. */
export const expectSame = `expect_same() {
  local plain='walk(if type == "object" then with_entries(if (.key | ascii_downcase) == "sts:externalid" then .value = "" else . end) elif type == "array" and all(.[]; type == "string") then sort else . end)'
  [ "$(jq -S "$plain" <<<"$2")" = "$(jq -S "$plain" <<<"$3")" ] && return 0
  echo "Somebody changed $1 since the plan was made: it is left as it is. Make the plan anew" >&2
  exit 1
}`;

/** Where in a document its masked external ids stand. */
function idPaths(
  value: unknown,
  path: readonly (string | number)[] = [],
  ofId = false,
): { path: readonly (string | number)[]; mask: string }[] {
  if (typeof value === 'string') return ofId && /^external-id-[0-9a-f]{16}$/.test(value) ? [{ path, mask: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => idPaths(item, [...path, index], ofId));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => idPaths(item, [...path, key], key.toLowerCase() === 'sts:externalid'));
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const comment = (text: string): string => text.replaceAll(/[^\x20-\x7e]|["$`\\]/g, ' ');
