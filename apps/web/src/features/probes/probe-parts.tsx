import Box from '@cloudscape-design/components/box';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';

/** How each part of a probe went: what was asked, by whom, what was expected and observed. */
export function ProbeParts({ result }: { result: ProbeResult }) {
  return (
    <div>
      {result.parts.map((part) => (
        <div key={part.what} className="wrap-anywhere">
          <span className="mono">{part.what}</span>
          <div>
            {part.verdict === 'pass' ? part.observed : `expected ${part.expected}, observed ${part.observed}`}
            {part.excerpt !== null && ` (“${part.excerpt}”)`}
          </div>
          <Box color="text-body-secondary" fontSize="body-s">
            by {part.madeBy}, {part.milliseconds} ms
            {part.bytes !== null && `, ${part.bytes} bytes`}
            {part.attempts > 1 && `, looked ${part.attempts} times`}
          </Box>
        </div>
      ))}
      {result.left !== null && (
        <Box color="text-body-secondary" fontSize="body-s">
          <span className="wrap-anywhere">{result.left}</span>
        </Box>
      )}
    </div>
  );
}
