import { absolute, ago } from '../lib/format.ts';

/** A date as people say it, with the exact one on hover and for machines. */
export function When({ at }: { at: string | null }) {
  if (at === null) return <>never</>;
  return (
    <time dateTime={at} title={absolute(at)}>
      {ago(at)}
    </time>
  );
}
