/** A place that would notice that a variable is gone. */
export interface Use {
  at: number;
  what: string;
}

/** Before the name of a command: the beginning, a blank, a sign, a quote, a path. */
const before = String.raw`(?:^|[\s;&|(\`"'{/])`;
/** After a command without arguments. */
const alone = String.raw`[ \t]*(?=$|[\r\n|<>;&)\`"'}])`;

/** Commands and words that show or copy every variable, or variables whose names they put together. */
const dumps: [RegExp, string][] = [
  [new RegExp(`${before}printenv\\b`, 'm'), 'printenv shows every variable'],
  [new RegExp(`${before}env(?:[ \\t]+(?:-0|--null|-u[ \\t]*\\w+))*${alone}`, 'm'), 'env shows every variable'],
  [
    new RegExp(`${before}(?:set|(?:export|declare|typeset|readonly|local)(?:[ \\t]+-\\w+)*)${alone}`, 'm'),
    'a command shows every variable',
  ],
  [new RegExp(`${before}(?:export|declare|typeset|readonly)[ \\t]+-\\w*p`, 'm'), 'a command shows variables'],
  [/\b(?:declare|typeset|local)[ \t]+-\w*n/, 'a name stands for another variable'],
  [/\b(?:eval|compgen|envsubst|import-environment)\b/, 'a command may use any variable'],
  [/\$\{!/, 'a variable is read whose name is in another'],
  [
    /\b(?:environ|ENVIRON|Environ\(\))(?!\w)|\bprocess\.env\b(?![.[])|\b(?:System\.)?getenv\(\s*\)|%ENV\b|\$_ENV\b(?!\[)|\bjq\b[^\n]*\$ENV\b(?![.[])|\bENV\.(?:each|to_h|to_a|map|select|filter|reject|keys|values|entries|inspect)/,
    'a program reads every variable',
  ],
  [/\bAWS_(?![A-Za-z0-9])/, 'the beginning of the names is searched for'],
  [/\blatest\/user-data|\buser-data\.txt\b|cloud\/instances?\b|\bec2-metadata\b|\bscripts\/part-\d/, 'the user data reads itself'],
];

/** Where a variable of these names is used, shown or copied; null where nothing does. `text` has what goes, and comments, as blanks. */
export function findUse(text: string, names: readonly string[], isCaseSensitive = true): Use | null {
  for (const name of names) {
    const match = new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`, isCaseSensitive ? '' : 'i').exec(text);
    if (match !== null) return { at: match.index, what: `${name} is named again` };
  }
  for (const [pattern, what] of dumps) {
    const match = pattern.exec(text);
    if (match !== null) return { at: match.index + match[0].search(/\S/), what };
  }
  return null;
}
