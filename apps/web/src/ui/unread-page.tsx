import { Loading } from './loading.tsx';
import { Page } from './page.tsx';
import { ProblemAlert } from './problem-alert.tsx';

interface UnreadPageProps {
  /** What kind of thing it is the page of, while its name is not known. */
  title: string;
  above: { text: string; href: string }[];
  error: Error | null;
  onRetry: () => void;
}

/** A screen whose subject is not read yet, or could not be: its heading and the way back stand there, and what to do. */
export function UnreadPage({ title, above, error, onRetry }: UnreadPageProps) {
  return (
    <Page title={title} above={above}>
      {error === null ? <Loading /> : <ProblemAlert error={error} onRetry={onRetry} />}
    </Page>
  );
}
