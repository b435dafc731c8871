/**
 * What stands for a reference while a document is judged: an ARN, account, partition or Region where the reference is one by its definition,
 * otherwise a mark that no rule takes for anything. Nothing is guessed: what has a mark is said to be unread.
 */
export interface StandIns {
  account(reference: string): string;
  partition(reference: string): string;
  region(reference: string): string;
  /** ARN of a role, user or policy of this configuration. */
  iam(kind: string, name: string, reference: string): string;
  /** Name of a bucket, and its ARN. */
  bucket(reference: string): string;
  bucketArn(reference: string): string;
  unread(reference: string): string;
  /** A text with the references of the source back in their places. */
  inWordsOfSource(text: string): string;
}

const mark = /\$unread\d+\$/;
/** Does the text depend on something that could not be resolved? */
export const isUnread = (text: string): boolean => mark.test(text);
/** Is the text nothing but that? */
export const isWhollyUnread = (text: string): boolean => /^\$unread\d+\$$/.test(text);

/** `write` puts a reference as the source's language has it within a text: `${…}`. */
export function openStandIns(write: (reference: string) => string): StandIns {
  const written = new Map<string, string>();
  const known = new Map<string, string>();
  const standing = (kind: string, reference: string, make: (count: number) => string): string => {
    const key = `${kind} ${reference}`;
    const value = known.get(key) ?? make(known.size + 1);
    known.set(key, value);
    written.set(value, write(reference));
    return value;
  };
  // A partition that AWS could have and does not, so that it is found again in a text.
  const partition = (reference: string) => standing('partition', reference, () => 'aws-iso-z');
  const account = (reference: string) => standing('account', reference, (count) => String(count).padStart(12, '0'));
  const bucket = (reference: string) => standing('bucket', reference, (count) => `reference-${count}-`);
  return {
    account,
    partition,
    region: (reference) => standing('region', reference, () => 'xx-unread-1'),
    iam: (kind, name, reference) =>
      standing(
        kind,
        reference,
        (count) => `arn:aws-iso-z:iam::${String(count).padStart(12, '0')}:${kind}/${name.replaceAll(/[^\w+=,.@-]/g, '')}`,
      ),
    bucket,
    bucketArn: (reference) => standing('bucket ARN', reference, (count) => `arn:aws-iso-z:s3:::reference-${count}-`),
    unread: (reference) => standing('unread', reference, (count) => `$unread${count}$`),
    inWordsOfSource(text) {
      const longestFirst = [...written].sort(([one], [other]) => other.length - one.length);
      return longestFirst.reduce((result, [value, source]) => result.replaceAll(value, () => source), text);
    },
  };
}
