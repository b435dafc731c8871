import { AppError } from '@rolewright/shared/error.ts';
import { AwsError, type AwsErrorKind } from './aws-error.ts';

/** The same fault has another name in each protocol of AWS. */
const codes: Record<Exclude<AwsErrorKind, 'other'>, string[]> = {
  denied: [
    'AccessDenied',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'AuthorizationError',
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
    'CredentialsProviderError',
  ],
  throttled: ['Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown'],
  'region-disabled': ['UnrecognizedClientException', 'InvalidClientTokenId', 'AuthFailure', 'OptInRequired', 'RegionDisabledException'],
  'not-found': [
    'NoSuchEntity',
    'NoSuchEntityException',
    'ResourceNotFoundException',
    'ClusterNotFoundException',
    'ServiceNotFoundException',
    'ParameterNotFound',
    'InvalidResourceId',
    'InvalidInstanceID.NotFound',
    'InvalidLaunchTemplateId.NotFound',
    'InvalidLaunchTemplateId.VersionNotFound',
    'InvalidLaunchTemplateName.NotFoundException',
    'NotFound',
  ],
  unreachable: [
    'TimeoutError',
    'NetworkingError',
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EADDRNOTAVAIL',
  ],
};

const kindOfCode = new Map(Object.entries(codes).flatMap(([kind, names]) => names.map((name) => [name, kind as AwsErrorKind] as const)));

/**
 * Says in one of six words why AWS did not answer. `service:Operation` names the call. IAM knows no Regions, so the codes of a Region that
 * is not enabled (D-87) mean there that AWS does not know our credentials.
 */
export function toAwsError(error: unknown, service: string, operation: string): Error {
  if (error instanceof AppError || error instanceof AwsError) return error;
  const call = `${service}:${operation}`;
  const fault = error as { name?: string; code?: string; message?: string; $metadata?: { requestId?: string; httpStatusCode?: number } };
  const code = [fault.code, fault.name].find((name) => name !== undefined && kindOfCode.has(name)) ?? fault.name ?? 'Unknown';
  const kind = kindOf(code, service, fault.$metadata?.httpStatusCode);
  return new AwsError(kind, code, fault.message ?? code, call, fault.$metadata?.requestId ?? null);
}

function kindOf(code: string, service: string, status: number | undefined): AwsErrorKind {
  const kind = kindOfCode.get(code);
  if (kind === 'region-disabled' && service === 'iam') return 'denied';
  if (kind !== undefined) return kind;
  if (status === 429) return 'throttled';
  return status !== undefined && status >= 500 ? 'unreachable' : 'other';
}

/** A sentence for `Reading.unreadable`, for example "iam:GetRole was denied (AccessDenied)". */
export function reasonOf(error: AwsError): string {
  const said = { denied: 'was denied', throttled: 'was refused for its rate', 'region-disabled': 'was refused: the Region is not enabled' };
  const words = said[error.kind as keyof typeof said] ?? (error.kind === 'unreachable' ? 'was not answered' : 'failed');
  return `${error.call} ${words} (${error.code})`;
}
