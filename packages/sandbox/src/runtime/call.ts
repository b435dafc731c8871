import { requestOf } from './requests.ts';
import type { Answer, SandboxClient } from './sandbox-client.ts';
import { type Keys, signedHeaders } from './signer.ts';
import type { RunningProcess, WorkloadCall } from './workload.ts';

/** How one call went; null: the sandbox gave no answer to any attempt, so nothing can be said. */
export type CallResult = { ok: true } | { ok: false; error: string } | null;

const attempts = 3;
const throttled = /Throttl|RequestLimitExceeded|SlowDown|TooManyRequests|PriorRequestNotComplete/;

/** Makes one call; a failure is named by service, operation and AWS's own words. */
export async function makeCall(
  client: SandboxClient,
  process: RunningProcess,
  call: WorkloadCall,
  keys: Keys,
  pause: number,
): Promise<CallResult> {
  const answer = await answerTo(client, process, call, keys, pause);
  if (answer === null) return null;
  return answer.status < 300 ? { ok: true } : { ok: false, error: callError(call, answer) };
}

export const callError = (call: WorkloadCall, answer: NonNullable<Answer>): string =>
  `${call.service}:${call.operation}: ${errorIn(answer)}`;

/** Sends one call, signed, and repeats it as the SDKs' standard mode does: on no answer, a fault of the server or a throttle, three attempts. */
export async function answerTo(
  client: SandboxClient,
  process: RunningProcess,
  call: WorkloadCall,
  keys: Keys,
  pause: number,
): Promise<Answer> {
  let answer: Answer = null;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const signable = requestOf(call, { region: process.region, host: client.host });
    const headers = signedHeaders({ ...signable, headers: { ...signable.headers, 'user-agent': process.userAgent } }, keys, new Date());
    answer = await client.send(signable, headers);
    if (answer !== null && answer.status < 300) return answer;
    const again = answer === null || answer.status >= 500 || throttled.test(answer.body);
    if (!again) break;
    if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, pause * 2 ** attempt));
  }
  return answer;
}

/** Code and message of an error answer, whatever the protocol: `<Code>`, `__type`, or the status alone. */
function errorIn({ status, body }: NonNullable<Answer>): string {
  const code = /<Code>([^<]*)/.exec(body)?.[1] ?? /"__type"\s*:\s*"(?:[^"#]*#)?([^"]*)"/.exec(body)?.[1] ?? `HTTP ${status}`;
  const message = /<Message>([^<]*)/i.exec(body)?.[1] ?? /"message"\s*:\s*"([^"]*)"/i.exec(body)?.[1];
  return message ? `${code}: ${message}` : code;
}
