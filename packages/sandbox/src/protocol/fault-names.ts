/** Families of wire formats that name the same fault differently. */
export type FaultFamily = 'query' | 'ec2' | 'json' | 's3';

interface FaultName {
  code: string;
  status: number;
  /** Where a family says it in other words than the rest of AWS. */
  message?: string;
}

const at = (code: string, status: number, message?: string): FaultName => ({ code, status, ...(message ? { message } : {}) });

/** EC2 says the same of a key that it does not know, a token and a signature. Source: EC2 API reference, common client errors. */
const authFailure = at('AuthFailure', 401, 'AWS was not able to validate the provided access credentials');

/** Faults that every service knows, keyed by the name of the Query protocol (AWS: "Common errors" of each API reference). */
const COMMON: Record<string, Record<FaultFamily, FaultName>> = {
  AccessDenied: {
    query: at('AccessDenied', 403),
    ec2: at('UnauthorizedOperation', 403),
    json: at('AccessDeniedException', 400),
    s3: at('AccessDenied', 403),
  },
  InvalidToken: {
    query: at('InvalidClientTokenId', 403),
    ec2: authFailure,
    json: at('UnrecognizedClientException', 400),
    s3: at('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'),
  },
  InvalidClientTokenId: {
    query: at('InvalidClientTokenId', 403),
    ec2: authFailure,
    json: at('UnrecognizedClientException', 400),
    s3: at('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'),
  },
  ExpiredToken: {
    query: at('ExpiredToken', 403),
    ec2: at('RequestExpired', 400, 'Request has expired.'),
    json: at('ExpiredTokenException', 400),
    s3: at('ExpiredToken', 400, 'The provided token has expired.'),
  },
  SignatureDoesNotMatch: {
    query: at('SignatureDoesNotMatch', 403),
    ec2: authFailure,
    json: at('InvalidSignatureException', 400),
    s3: at(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ),
  },
  RequestTimeTooSkewed: {
    query: at('SignatureDoesNotMatch', 403),
    ec2: at('RequestExpired', 400, 'Request has expired.'),
    json: at('InvalidSignatureException', 400),
    s3: at('RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'),
  },
  IncompleteSignature: {
    query: at('IncompleteSignature', 400),
    ec2: at('IncompleteSignature', 400),
    json: at('IncompleteSignatureException', 400),
    s3: at('AuthorizationHeaderMalformed', 400),
  },
  MissingAuthenticationToken: {
    query: at('MissingAuthenticationToken', 403),
    ec2: at('MissingAuthenticationToken', 403),
    json: at('MissingAuthenticationTokenException', 400),
    s3: at('AccessDenied', 403),
  },
  Throttling: {
    query: at('Throttling', 400),
    ec2: at('RequestLimitExceeded', 503, 'Request limit exceeded.'),
    json: at('ThrottlingException', 400),
    s3: at('SlowDown', 503),
  },
  ValidationError: {
    query: at('ValidationError', 400),
    ec2: at('InvalidParameterValue', 400),
    json: at('ValidationException', 400),
    s3: at('InvalidArgument', 400),
  },
  InvalidAction: {
    query: at('InvalidAction', 400),
    ec2: at('InvalidAction', 400),
    json: at('UnknownOperationException', 400),
    s3: at('MethodNotAllowed', 405),
  },
  SerializationException: {
    query: at('MalformedInput', 400),
    ec2: at('InvalidParameterValue', 400),
    json: at('SerializationException', 400),
    s3: at('MalformedXML', 400),
  },
  RequestEntityTooLarge: {
    query: at('RequestEntityTooLarge', 413),
    ec2: at('RequestEntityTooLarge', 413),
    json: at('RequestEntityTooLargeException', 413),
    s3: at('EntityTooLarge', 400),
  },
  InternalFailure: {
    query: at('InternalFailure', 500),
    ec2: at('InternalError', 500, 'An internal error has occurred'),
    json: at('InternalFailure', 500),
    s3: at('InternalError', 500),
  },
  ServiceUnavailable: {
    query: at('ServiceUnavailable', 503),
    ec2: at('Unavailable', 503),
    json: at('ServiceUnavailableException', 503),
    s3: at('ServiceUnavailable', 503),
  },
  NotImplemented: {
    query: at('NotImplemented', 501),
    ec2: at('NotImplemented', 501),
    json: at('NotImplemented', 501),
    s3: at('NotImplemented', 501),
  },
};

/** JSON's name → key: whoever throws `AccessDeniedException` for IAM still means AccessDenied. */
const KEY_BY_JSON_NAME = new Map(Object.entries(COMMON).map(([key, names]) => [names.json.code, key]));

/** Name and HTTP status of a common fault in a family, or undefined for a fault of a service's own. */
export function commonFault(code: string, family: FaultFamily): FaultName | undefined {
  return COMMON[KEY_BY_JSON_NAME.get(code) ?? code]?.[family];
}
