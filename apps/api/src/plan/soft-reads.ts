import { type Reading, unreadable } from '@rolewright/shared/inventory/reading.ts';
import { AwsError } from '../aws/aws-error.ts';

export type SoftRead = <T>(read: () => Promise<Reading<T>>) => Promise<Reading<T>>;

/**
 * Throttles, network, a disabled Region, no answer in time: not an answer about the thing, so that it is unreadable and never absent. All
 * reads of one call of this function share its time.
 */
export function softReads(milliseconds: number): SoftRead {
  const end = Date.now() + milliseconds;
  return async (read) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<Reading<never>>((resolve) => {
      const answer = unreadable(`AWS did not answer within ${milliseconds / 1000} seconds`);
      timer = setTimeout(() => resolve(answer), Math.max(0, end - Date.now()));
    });
    try {
      return await Promise.race([read(), tooLate]);
    } catch (error) {
      if (error instanceof AwsError) return unreadable(`${error.call} was not answered (${error.code})`);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}
