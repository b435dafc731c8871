import type { DeniedCall } from './diagnosis.ts';

/** What a pasted message says; or why it says nothing that can be followed. */
export type ParsedDenial = (DeniedCall & { said: string | null }) | { problem: string };

const sentence =
  /User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:[\w*-]+)(?: on resource: "?(?<resource>[^\s"]+)"?)?(?<why> because no .+? allows the .+? action| with an explicit deny in an? [\w -]+)?/;

/**
 * An AccessDenied message as AWS words it, or the decoded form of an encoded one (JSON). Source: IAM troubleshoot_access-denied, STS
 * API_DecodeAuthorizationMessage.
 */
export function parseDenied(message: string): ParsedDenial {
  const text = message.trim();
  const decoded = decodedOf(text);
  if (decoded !== null) return decoded;
  const found = sentence.exec(text)?.groups;
  if (found) {
    const { principal = '', action = '', resource = '*', why } = found;
    return { principalArn: principal, action, resource, said: why?.trim() ?? null };
  }
  if (/Encoded authorization failure message/i.test(text) || /^[\w-]{200,}$/.test(text)) {
    return {
      problem:
        'is encoded: decode it with `aws sts decode-authorization-message --encoded-message <text> --query DecodedMessage --output text` in the account of the call, and paste the answer',
    };
  }
  return {
    problem:
      'holds no sentence such as "User: <ARN> is not authorized to perform: <action> on resource: <ARN>"; paste the whole message of AWS',
  };
}

function decodedOf(text: string): ParsedDenial | null {
  if (!text.startsWith('{')) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const outer = value as { DecodedMessage?: unknown; explicitDeny?: unknown; context?: unknown };
  if (typeof outer.DecodedMessage === 'string') return decodedOf(outer.DecodedMessage);
  const { principal, action, resource } = (outer.context ?? {}) as { principal?: { arn?: unknown }; action?: unknown; resource?: unknown };
  if (typeof principal?.arn !== 'string' || typeof action !== 'string' || typeof resource !== 'string') return null;
  return { principalArn: principal.arn, action, resource, said: outer.explicitDeny === true ? 'with an explicit deny' : null };
}
