const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
/** In EC2's words. */
const removed = '<sensitiveDataRemoved>';
const secretMembers = /^(secretAccessKey|sessionToken|password|oldPassword|newPassword|secretString|secretBinary|body)$/i;

/**
 * An input or output as CloudTrail shows it: member names with a small first letter, secrets hidden. `value` is hidden where it belongs to
 * an environment variable or a parameter. Binary members and undefined ones are left out.
 */
export function masked(value: unknown, parent = ''): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return value.map((item) => masked(item, parent));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (member === undefined) return [];
      const name = key.charAt(0).toLowerCase() + key.slice(1);
      const secret = secretMembers.test(name) || (name === 'value' && /^(environment|putParameter)$/.test(parent));
      if (name === 'userData') return [[name, removed]];
      return [[name, secret ? hidden : masked(member, name)]];
    }),
  );
}
