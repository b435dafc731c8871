/** Why AWS did not answer the question that was asked, in one of six words; `code` and `message` are AWS' own. */
export type AwsErrorKind = 'denied' | 'throttled' | 'region-disabled' | 'unreachable' | 'not-found' | 'other';

export class AwsError extends Error {
  readonly kind: AwsErrorKind;
  readonly code: string;
  readonly requestId: string | null;
  /** The call as service:Operation. */
  readonly call: string;
  constructor(kind: AwsErrorKind, code: string, message: string, call: string, requestId: string | null) {
    super(message);
    this.name = 'AwsError';
    this.kind = kind;
    this.code = code;
    this.call = call;
    this.requestId = requestId;
  }
}
