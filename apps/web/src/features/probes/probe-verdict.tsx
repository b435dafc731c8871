import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';

const words: Record<ProbeResult['verdict'], [StatusIndicatorProps.Type, string]> = {
  pass: ['success', 'passes'],
  fail: ['error', 'fails'],
  unknown: ['warning', 'not known'],
};

/** The verdict of a probe, in the same words everywhere. */
export function ProbeVerdict({ verdict }: { verdict: ProbeResult['verdict'] }) {
  const [type, word] = words[verdict];
  return (
    <span className="whole-words">
      <StatusIndicator type={type}>{word}</StatusIndicator>
    </span>
  );
}
