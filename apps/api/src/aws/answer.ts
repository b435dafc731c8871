import { absent, known, type Reading, unreadable } from '@rolewright/shared/inventory/reading.ts';
import { AwsError } from './aws-error.ts';
import { reasonOf, toAwsError } from './errors.ts';

/** Sends one call and turns what goes wrong into an AwsError that names it. */
export async function call<T>(service: string, operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw toAwsError(error, service, operation);
  }
}

/** The three answers to "what is this thing?": known, absent, or unreadable where AWS denied. Everything else (rates, network) is thrown. */
export async function reading<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await read());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.kind === 'not-found') return absent;
    if (error.kind === 'denied') return unreadable(reasonOf(error));
    throw error;
  }
}

/** Cuts a list into lists of at most `size`, as the batch calls want them (D-82). */
export function batches<T>(items: readonly T[], size: number): T[][] {
  const cut: T[][] = [];
  for (let start = 0; start < items.length; start += size) cut.push(items.slice(start, start + size));
  return cut;
}

/** Tags of the SDK's two spellings as a record. */
export function tagsOf(
  tags: { key?: string | undefined; value?: string | undefined; Key?: string | undefined; Value?: string | undefined }[] | undefined,
) {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.key ?? tag.Key ?? '', tag.value ?? tag.Value ?? '']));
}
