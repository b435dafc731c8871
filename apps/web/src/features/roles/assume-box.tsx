import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Skeleton from '@cloudscape-design/components/skeleton';
import { lazy, Suspense, useState } from 'react';
import type { AssumeProps } from './assume-form.tsx';

// A form that few open comes when it is opened.
const AssumeForm = lazy(() => import('./assume-form.tsx').then(({ AssumeForm: component }) => ({ default: component })));

/** The console assumes the role itself, where it may, and makes one reading call with the session; credentials are never shown (B5, B6). */
export function AssumeBox(props: AssumeProps) {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection
      variant="container"
      headerText="Assume from here"
      headerDescription={descriptions[props.subject]}
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && (
        <Suspense fallback={<Skeleton />}>
          <AssumeForm {...props} />
        </Suspense>
      )}
    </ExpandableSection>
  );
}

const descriptions = {
  role: 'Does STS let the console’s own operator in? It says who the session is and until when; the credentials are thrown away.',
  chain:
    'The console becomes the first role where it may, walks the chain with the plan’s own external ids, and throws the credentials away.',
};
