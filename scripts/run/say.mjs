/** Why nothing can go on, in words for the person at the keyboard: printed without a stack. */
export class Stop extends Error {}

/** One line about what happens now, so that a wait is never silent. */
export function say(sentence) {
  console.log(`… ${sentence}`);
}

export function explain(error) {
  console.error(error instanceof Stop ? `\n✗ ${error.message}` : error);
}

/** `1.4 s`, `2 min 5 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
