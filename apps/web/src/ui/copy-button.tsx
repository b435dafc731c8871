import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';

/** Copies a text; `what` it is is read out. Nothing can be copied while there is no text. */
export function CopyButton({ what, text }: { what: string; text: string | undefined }) {
  return (
    <CopyToClipboard
      copyButtonText="Copy"
      copyButtonAriaLabel={`Copy ${what}`}
      copySuccessText="Copied"
      copyErrorText="The browser did not allow it"
      textToCopy={text ?? ''}
      disabled={text === undefined}
    />
  );
}
