import { AppError } from '@rolewright/shared/error.ts';
import type { RollOut } from '@rolewright/shared/plan/auto-scaling-group.ts';

/** What StartInstanceRefresh would refuse, before anything is made. Throws AppError `bad-input` naming the field. Source: API reference, RefreshPreferences. */
export function checkRollOut({ minHealthyPercentage: least, maxHealthyPercentage: most, checkpoints }: RollOut): void {
  if (most - least > 100) refuse('maxHealthyPercentage', `must be at most 100 above the minimum, ${least + 100} here`);
  const rises = checkpoints.every((value, index) => index === 0 || value > (checkpoints[index - 1] ?? 0));
  if (!rises) refuse('checkpoints', 'must rise from one to the next');
  if (checkpoints.length > 0 && checkpoints.at(-1) !== 100)
    refuse('checkpoints', 'must end with 100, or the rest of the instances stays as it is');
}

function refuse(name: string, message: string): never {
  const field = `inputs.rollOut.${name}`;
  throw new AppError('bad-input', `${field}: ${message}.`, { fields: [{ field, message }] });
}
