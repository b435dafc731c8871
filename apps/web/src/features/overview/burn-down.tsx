import Box from '@cloudscape-design/components/box';
import type { Overview } from '@rolewright/shared/overview.ts';
import { When } from '../../ui/when.tsx';

/** Workloads with static keys, scan by scan: the number is what matters, so it is written; the last six scans. */
export function BurnDown({ points }: { points: Overview['burnDown'] }) {
  if (points.length < 2) return null;
  return (
    <Box color="text-body-secondary">
      With static keys, by scan:{' '}
      {points.slice(-6).map((point, index) => (
        <span key={point.at}>
          {index > 0 && ' → '}
          <b>{point.staticKeys}</b> (<When at={point.at} />)
        </span>
      ))}
    </Box>
  );
}
