/** A variable of a session name's template and the longest that it may become: a task id has 32 hexadecimal digits, an instance id 19. */
const lengths: Record<string, number> = { 'task-id': 32, 'instance-id': 19 };

const variable = /\{([^{}]*)\}/g;

/** Names of the variables in a template: `app-{task-id}` → ['task-id']. */
export const variablesOfName = (template: string): string[] => [...template.matchAll(variable)].map(([, name = '']) => name);

/** The template with each variable at its longest, for the limit of 64 characters (D-53). */
export const longestName = (template: string): string => template.replace(variable, (_, name: string) => '0'.repeat(lengths[name] ?? 0));

/** The template as text within double quotes of a shell: `app-{task-id}` → `app-${TASK_ID}`. */
export const nameInShell = (template: string): string =>
  template.replace(variable, (_, name: string) => `\${${name.toUpperCase().replace('-', '_')}}`);
