import type { Verification } from '@rolewright/shared/verify/verification.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { type Outcome, outcome, type StepContext, StepFailed } from './executor.ts';
import { mostUnanswered } from './rollout.ts';

const pollMilliseconds = 1_000;
/** On AWS evidence may take hours: after this the run ends unproven, and can be checked again. */
const longestMilliseconds = 120_000;

interface Collecting {
  look(): Promise<Verification>;
  /** What fails, before the evidence that says so. */
  whatFails(verification: Verification): string;
  /** How the step ends without more evidence; null: it goes on to look. Throws StepFailed where what was to be there is not. */
  ends(verification: Verification, isOverdue: boolean): Promise<Outcome | null>;
}

/** Looks again and again until the evidence is enough or `ends`. Throws StepFailed where it shows a failure; one look without an answer ends nothing. */
export async function untilVerified(context: StepContext, { look, whatFails, ends }: Collecting): Promise<Outcome> {
  const end = Date.now() + longestMilliseconds;
  for (let unanswered = 0; ; ) {
    try {
      const verification = await look();
      unanswered = 0;
      if (verification.state === 'failing') throw new StepFailed(`${whatFails(verification)}: ${saying(verification, 'no')}`);
      if (verification.state === 'verified') return outcome('Verified: every piece of evidence is there.');
      const ended = await ends(verification, Date.now() > end);
      if (ended !== null) return ended;
      await context.waitingFor(`waiting for evidence: ${saying(verification, 'no', 'not-yet', 'unknown')}`);
    } catch (error) {
      if (!(error instanceof AwsError) || ++unanswered > mostUnanswered) throw error;
      await context.waitingFor(`${error.call} was not answered (${error.code}); looking again`);
    }
    await context.sleep(pollMilliseconds);
  }
}

const saying = ({ evidence }: Verification, ...states: Verification['evidence'][number]['state'][]): string =>
  evidence
    .filter(({ state }) => states.includes(state))
    .map(({ claim, detail }) => `${claim}: ${detail}`)
    .join('; ');
