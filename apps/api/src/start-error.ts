/** Why the console cannot start, in sentences for the person who started it: print `message` alone, without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}
