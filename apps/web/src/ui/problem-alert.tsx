import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { ApiError } from '../lib/api.ts';

/** What went wrong, what it means, what to do, and the request id. */
export function ProblemAlert({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const problem = error instanceof ApiError ? error.problem : {};
  // null: the screen itself failed, and no call of the server's.
  const status = error instanceof ApiError ? error.status : null;
  // A change whose answer did not come may have been carried out; a read never changes anything.
  const isOpen = error instanceof ApiError && !error.isRead && (error.status === 0 || error.status >= 500);
  const headers: Record<string, string> = {
    offline: 'The console’s server does not answer',
    forbidden: 'You may not do this',
    stale: 'The account moved since the plan was made',
    blocked: 'The plan is blocked',
    conflict: 'Something is under way already',
  };
  const header = headers[status === 0 ? 'offline' : (problem.code ?? '')] ?? problem.title ?? 'This did not work';
  return (
    <Alert
      type={status === 409 ? 'warning' : 'error'}
      header={header}
      action={onRetry ? <Button onClick={onRetry}>Try again</Button> : undefined}
    >
      <div>{error.message}</div>
      {problem.moved && problem.moved.length > 0 && (
        <ul>
          {problem.moved.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      <Box color="text-body-secondary" fontSize="body-s">
        {isOpen
          ? 'If this was a change, whether it was carried out is not known: look before you repeat it.'
          : 'Nothing was changed by this. Running workloads are not affected.'}
        {problem.requestId ? ` Request ${problem.requestId}.` : ''}
      </Box>
    </Alert>
  );
}
