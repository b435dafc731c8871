import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ErrorComponentProps } from '@tanstack/react-router';

/** A screen that could not be loaded or drawn: what it means, and the one thing to do. The rest of the frame stays. */
export function ScreenError({ error }: ErrorComponentProps) {
  return (
    <Alert
      type="error"
      header="This screen could not be shown"
      action={<Button onClick={() => location.reload()}>Load the page anew</Button>}
    >
      The console may have been updated or stopped since this page was opened. Nothing was changed by this, and a run that is under way goes
      on. ({error instanceof Error ? error.message : String(error)})
    </Alert>
  );
}
