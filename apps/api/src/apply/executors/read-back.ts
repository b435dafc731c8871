import type { Evidence, Verification } from '@rolewright/shared/verify/verification.ts';
import { type StepContext, StepFailed } from './executor.ts';

const pollMilliseconds = 1_000;
/** IAM answers reads a little behind what was written (D-50). */
const longestMilliseconds = 60_000;

/**
 * Reads back what a run made, again and again, until nothing is open that `isOpen` says has to be settled; answers the last verification.
 * Throws StepFailed, after a minute, with what is still open.
 */
export async function readBack(
  context: StepContext,
  what: string,
  look: () => Promise<Verification>,
  isOpen: (one: Evidence) => boolean,
): Promise<Verification> {
  for (const end = Date.now() + longestMilliseconds; ; ) {
    const verification = await look();
    const open = verification.evidence.filter(isOpen).map(({ claim, detail }) => `${claim}: ${detail}`);
    if (open.length === 0) return verification;
    if (Date.now() > end) throw new StepFailed(`Not all of ${what} was read back as planned: ${open.join('; ')}`);
    await context.waitingFor(`waiting for IAM to show ${what} as planned: ${open.join('; ')}`);
    await context.sleep(pollMilliseconds);
  }
}
