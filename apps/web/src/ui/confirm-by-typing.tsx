import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from './problem-alert.tsx';

interface Props {
  title: string;
  /** What is to be typed. */
  name: string;
  action: string;
  children: ReactNode;
  pending: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Typed consent to what cannot be taken back: named by what it destroys. */
export function ConfirmByTyping({ title, name, action, children, pending, error, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState('');
  return (
    <Modal
      visible
      onDismiss={onClose}
      closeAriaLabel="Close"
      header={title}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" disabled={typed !== name} loading={pending} onClick={onConfirm}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error && <ProblemAlert error={error} />}
        <div>{children}</div>
        <FormField label={`Type ${name} to confirm`}>
          <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} autoFocus />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
