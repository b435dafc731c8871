import type { DeniedCall } from './diagnosis.ts';

/** A denied call as a message tells it; `said`: what the message says of who denied. */
export type SaidDenial = DeniedCall & { said: string | null };

/** What a pasted message says; what sts:DecodeAuthorizationMessage takes of it; or why it says nothing that can be followed. */
export type ParsedDenial = SaidDenial | { encoded: string } | { problem: string };

/** As EC2 ends its messages; or the encoded part alone. STS takes 10,240 characters. */
const encodedPart = /Encoded authorization failure message:\s*(?<encoded>[\w+/=-]{1,10240})/i;
const encodedAlone = /^(?<encoded>[\w+/=-]{200,10240})$/;

const sentence =
  /User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:[\w*-]+)(?: on resource: "?(?<resource>[^\s"]+)"?)?(?<why> because no .+? allows the .+? action| with an explicit deny in an? [\w -]+)?/;

/**
 * An AccessDenied message as AWS words it, an encoded one, or its decoded form (JSON). Where a message has both, its words are enough. Source: IAM troubleshoot_access-denied, STS
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
  const { encoded } = (encodedPart.exec(text) ?? encodedAlone.exec(text))?.groups ?? {};
  if (encoded !== undefined) return { encoded };
  return {
    problem:
      'holds no sentence such as "User: <ARN> is not authorized to perform: <action> on resource: <ARN>"; paste the whole message of AWS',
  };
}

function decodedOf(text: string): SaidDenial | null {
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
