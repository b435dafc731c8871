import { readCloudConfig } from './cloud-config.ts';
import type { DocumentKind } from './contract.ts';
import { readDotenv } from './dotenv.ts';
import { kindOfPart, type Part, parseMime } from './mime.ts';
import { readPowerShell } from './powershell.ts';
import { readShell } from './shell/read-shell.ts';
import type { Range } from './shell/syntax.ts';
import type { Unit } from './unit.ts';

/** What can be read of a document of each kind; a `plain` one, and what lies between parts, is only searched. */
export function unitsOf(text: string, kind: DocumentKind): Unit[] {
  switch (kind) {
    case 'shell':
      return [readShell(text)];
    case 'dotenv':
      return [readDotenv(text)];
    case 'powershell':
      return readPowerShell(text);
    case 'cloud-config':
      return readCloudConfig(text);
    case 'mime':
      return (parseMime(text)?.parts ?? []).flatMap((part) => unitsOfPart(text, part));
    default:
      return [];
  }
}

function unitsOfPart(text: string, part: Part): Unit[] {
  // Behind a decoded body stands a line ending that is not of it (unpack.ts).
  const ending = part.encoding === 'base64' ? (/\r?\n$/.exec(text.slice(part.body.start, part.body.end))?.[0].length ?? 0) : 0;
  const body: Range = { start: part.body.start, end: part.body.end - ending };
  const inner = text.slice(body.start, body.end);
  return unitsOf(inner, kindOfPart(part, inner)).map((unit) => {
    const left = unit.removable.reduce((length, { cut }) => length - (cut.end - cut.start), unit.end - unit.start);
    const problem = unit.problem ?? (left === 0 ? 'Nothing would be left of this part of the message. Take the part out by hand.' : null);
    return shifted({ ...unit, problem }, body.start);
  });
}

/** The unit with every place moved on. */
function shifted(unit: Unit, by: number): Unit {
  const move = <T extends Range>(range: T): T => ({ ...range, start: range.start + by, end: range.end + by });
  return {
    ...move(unit),
    removable: unit.removable.map((one) => ({
      ...move(one),
      cut: move(one.cut),
      settings: one.settings.map((setting) => ({ ...setting, at: setting.at + by })),
    })),
    obstacles: unit.obstacles.map((one) => ({ ...one, at: one.at + by })),
    comments: unit.comments.map(move),
    heredocs: unit.heredocs.map(move),
  };
}
