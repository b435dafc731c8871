import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';

/** Why there is nothing here, and the one thing to do. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <Box variant="strong">{title}</Box>
      <Box variant="p" color="text-body-secondary" padding={{ bottom: 's' }}>
        {children}
      </Box>
      {action}
    </Box>
  );
}
