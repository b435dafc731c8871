import type { Piece } from './shell-pieces.ts';

/** What scripts at boot have at hand and leave behind. */
export interface Shell {
  variables: Map<string, string>;
  exported: Set<string>;
  /** `set -a`: everything that is assigned is exported. */
  exportsAll: boolean;
  /** Files that were written, by path. They outlive a restart; variables do not. */
  files: Map<string, string>;
  /** What `docker run` started. */
  containers: { environment: Map<string, string>; hostNetwork: boolean }[];
  /** What a command substitution gives, where that is known: answers of the instance metadata service. Null: unknown. */
  substitute: (command: string) => string | null;
}

export function newShell(files: ReadonlyMap<string, string>, substitute: Shell['substitute']): Shell {
  return {
    variables: new Map([['HOME', '/root']]),
    exported: new Set(),
    exportsAll: false,
    files: new Map(files),
    containers: [],
    substitute,
  };
}

/** The environment that a program gets which the script starts. */
export const exportedOf = ({ variables, exported }: Shell): Map<string, string> =>
  new Map([...exported].flatMap((name) => (variables.has(name) ? [[name, variables.get(name) ?? ''] as const] : [])));

const assignment = /^([A-Za-z_]\w*)(\+?)=/;

export const isAssignment = ([first]: readonly Piece[]): boolean => first?.kind === 'text' && !first.quoted && assignment.test(first.text);

/** `NAME=value`, `NAME+=value` or, after `export`, a bare name. A value that is not known leaves the variable unset. */
export function assign(pieces: readonly Piece[], shell: Shell): string | null {
  const [first, ...rest] = pieces;
  const [whole = '', name = '', appends] = (first?.kind === 'text' && assignment.exec(first.text)) || [];
  if (first?.kind !== 'text' || whole === '') return null;
  const value = expand([{ ...first, text: first.text.slice(whole.length) }, ...rest], shell);
  if (value === null) shell.variables.delete(name);
  else shell.variables.set(name, appends ? `${shell.variables.get(name) ?? ''}${value}` : value);
  if (shell.exportsAll) shell.exported.add(name);
  return name;
}

/** The text of a word; null: a part of it is not known. */
export function expand(pieces: readonly Piece[], shell: Shell): string | null {
  let text = '';
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'text') text += index === 0 && !piece.quoted ? piece.text.replace(/^~(?=\/|$)/, '/root') : piece.text;
    else if (piece.kind === 'variable') text += shell.variables.get(piece.name) || (piece.fallback ?? '');
    else {
      const value = piece.kind === 'command' ? shell.substitute(piece.text) : null;
      if (value === null) return null;
      text += value;
    }
  }
  return text;
}

export function writeFile(shell: Shell, path: string, text: string, appends: boolean): void {
  const where = pathOf(path);
  shell.files.set(where, appends ? `${shell.files.get(where) ?? ''}${text}` : text);
}

/** `/a//b/./c` → `/a/b/c`. */
export const pathOf = (path: string): string => path.replace(/\/(?:\.?\/)+/g, '/');
