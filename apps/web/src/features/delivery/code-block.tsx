import Box from '@cloudscape-design/components/box';

/** Text in a fixed width, its comments stepping back. Long lines are broken, so that nothing has to be scrolled sideways. */
export function CodeBlock({ label, text, comment = '#' }: { label: string; text: string; comment?: string }) {
  return (
    <section aria-label={label}>
      <pre className="mono" style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text.split('\n').map((line, index) => (
          <span key={index}>
            {line.trimStart().startsWith(comment) ? <Box variant="span" color="text-body-secondary">{`${line}\n`}</Box> : `${line}\n`}
          </span>
        ))}
      </pre>
    </section>
  );
}
