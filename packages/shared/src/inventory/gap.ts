import type { Coverage, CoverageReason } from './scan.ts';

/** What would mend a gap in what a scan saw, in one sentence. */
export function adviceForGap(reason: CoverageReason, service: Coverage['service']): string {
  switch (reason) {
    case 'denied':
      return `Let the reader role do this in ${service}; the policy RolewrightReader in the documentation lists every action.`;
    case 'service-control-policy':
      return 'A policy of the organization denies it, which no role can mend. Ask for an exception, or take the Region off the account’s list.';
    case 'throttled':
      return 'Scan again when the account is quieter, or lower ROLEWRIGHT_SCAN_SHARE.';
    case 'region-disabled':
      return 'Enable the Region for this account, or take it off the account’s list of Regions.';
    case 'unreachable':
      return 'Check the way to AWS (network, endpoint, proxy) and scan again.';
    case 'missing':
      return 'It was listed and is gone or hidden. Scan again.';
    case 'cancelled':
      return 'The scan was cancelled before it came here. Scan again.';
    case 'not-inspected':
      return 'This version does not read these places. Look into them yourself; they are not known to be clean.';
    case 'failed':
      return 'Scan again; the log names the cause.';
  }
}

/** State of a part of a scan: gaps of what this version never reads do not make it partial, all others do. */
export function coverageState(gaps: { reason: CoverageReason }[], nothingSeen: boolean): Coverage['state'] {
  if (nothingSeen) return 'failed';
  return gaps.some((gap) => gap.reason !== 'not-inspected') ? 'partial' : 'complete';
}
