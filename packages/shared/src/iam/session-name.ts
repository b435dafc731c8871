/**
 * A role session name with placeholders that the caller fills in at run time (E11, D-53): `app-{task-id}`, `{instance-id}`. Source: STS
 * API_AssumeRole, RoleSessionName: 2 to 64 characters of \w + = , . @ -
 */
const placeholders: Record<string, { longest: number; pattern: string }> = {
  // 32 hexadecimal digits. Source: Amazon ECS Developer Guide, ecs-account-settings (long ids).
  '{task-id}': { longest: 32, pattern: '?'.repeat(32) },
  // i- and 17 hexadecimal digits; 8 on instances made before 2016.
  '{instance-id}': { longest: 19, pattern: 'i-*' },
};

const part = /\{[^{}]*\}|[^{}]+|[{}]/g;

/** Names of the placeholders, for messages and forms. */
export const sessionPlaceholders: readonly string[] = Object.keys(placeholders);

/** What is wrong with a template, as the end of a sentence that begins with it; null when nothing is. */
export function sessionNameProblem(template: string): string | null {
  let longest = 0;
  for (const text of template.match(part) ?? []) {
    const placeholder = placeholders[text];
    if (placeholder === undefined && /[{}]/.test(text)) return `has ${text}; the placeholders are ${sessionPlaceholders.join(' and ')}`;
    if (placeholder === undefined && !/^[\w+=,.@-]+$/.test(text)) return 'may have A-Z a-z 0-9 _ + = , . @ - and placeholders only';
    longest += placeholder?.longest ?? text.length;
  }
  if (longest < 2) return 'must give a name of at least 2 characters';
  return longest > 64 ? `gives names of up to ${longest} characters; AWS takes 64` : null;
}

/** Template → pattern for StringLike on sts:RoleSessionName; without a placeholder the name itself. */
export const sessionNamePattern = (template: string): string =>
  (template.match(part) ?? []).map((text) => placeholders[text]?.pattern ?? text).join('');

/** A session name that the template gives, for proofs: every placeholder filled in with characters of its kind. */
export const sampleSessionName = (template: string): string =>
  (template.match(part) ?? [])
    .map((text) => placeholders[text]?.pattern.replaceAll('?', '0').replaceAll('*', '0123456789abcdef0') ?? text)
    .join('');
