import type { CallObserver } from './observer.ts';

/** One call as tests ask for it: who called what, and how it went. */
export interface LoggedCall {
  seq: number;
  at: string;
  service: string;
  operation: string;
  accountId: string;
  region: string;
  principal: string;
  accessKeyId: string;
  errorCode: string | null;
  /** Names of the parameters that were sent; no values. */
  members: string[];
}

const most = 50_000;

/** The last 50,000 authenticated calls, in memory only. */
export class CallLog {
  private readonly ring: LoggedCall[] = [];
  private seq = 0;

  readonly observe: CallObserver = ({ context, service, operation, input, errorCode }) => {
    const { principal, account, region, now } = context;
    const call = {
      seq: ++this.seq,
      at: now.toISOString(),
      service,
      operation,
      accountId: account.id,
      region,
      principal: principal.arn,
      accessKeyId: principal.accessKeyId,
      errorCode: errorCode ?? null,
      members: Object.keys(input).filter((name) => input[name] !== undefined),
    };
    this.ring[(this.seq - 1) % most] = call;
  };

  /** Calls after number `seq` (0: all that are kept), oldest first. */
  since(seq: number): LoggedCall[] {
    return this.ring.filter((call) => call.seq > seq).sort((one, other) => one.seq - other.seq);
  }
}
