import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

/** How far a module is, in a word or two. */
export interface ModuleState {
  type: StatusIndicatorProps.Type;
  word: string;
}

interface Props<Id extends string> {
  label: string;
  modules: readonly { id: Id; title: string; state: ModuleState }[];
  current: Id;
  onOpen: (module: Id) => void;
}

/** The modules of a plan with their state; the open one is marked. */
export function ModuleList<Id extends string>({ label, modules, current, onOpen }: Props<Id>) {
  return (
    <nav aria-label={label} className="module-list">
      {modules.map(({ id, title, state: { type, word } }, index) => {
        const name = `${index + 1} ${title}`;
        return (
          <div key={id}>
            <Button variant="inline-link" onClick={() => onOpen(id)} ariaLabel={`Module ${name}${current === id ? ', open' : ''}`}>
              {current === id ? <b>{name}</b> : name}
            </Button>
            <Box fontSize="body-s">
              <span className="whole-words">
                <StatusIndicator type={type}>{word}</StatusIndicator>
              </span>
            </Box>
          </div>
        );
      })}
    </nav>
  );
}
