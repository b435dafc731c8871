import { count } from '../../lib/format.ts';
import type { RollOutDraft } from './draft.ts';

/**
 * What the numbers mean for a group of so many instances, in sentences, as Auto Scaling takes them: the minimum is rounded up, the maximum
 * down, and where that leaves room for nothing one comes on top. Nothing where they are no numbers.
 */
export function rollOutWords(instances: number, { minHealthy, maxHealthy, checkpoints, delay }: RollOutDraft): string[] {
  const least = Math.ceil((instances * Number(minHealthy)) / 100);
  const most = Math.floor((instances * Number(maxHealthy)) / 100);
  if (Number.isNaN(least) || Number.isNaN(most) || instances === 0) return [];
  const onTop = Math.max(most - instances, least >= instances ? 1 : 0);
  const sentences = [
    least >= instances
      ? instances === 1
        ? 'Its one instance stays in service: it is ended only once a new one is ready.'
        : `All ${instances} instances stay in service: each is ended only once a new one is ready, at most ${onTop} at a time.`
      : `At least ${least} of ${count(instances, 'instance')} stay in service, and at most ${instances + onTop} run at a time.`,
  ];
  const stops = checkpoints
    .split(',')
    .map(Number)
    .filter((percent) => percent > 0 && percent < 100)
    .map((percent) => Math.ceil((instances * percent) / 100));
  if (stops.length > 0) {
    const after = [...new Set(stops)].join(', then ');
    sentences.push(
      `It waits ${Number(delay)} s once ${after} of ${instances} ${stops.at(-1) === 1 ? 'is' : 'are'} new, and goes on only if nothing fails.`,
    );
  }
  return sentences;
}
