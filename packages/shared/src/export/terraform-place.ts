import { type HclString, hclText } from './hcl.ts';
import { type ExportPlace, piecesOf } from './place.ts';

/** Writes strings of a plan in one account: locals for account, partition and Region, a variable for each other account (C17). */
export const writerOf =
  (place: ExportPlace, others: ReadonlyMap<string, string>): HclString =>
  (text) =>
    `"${piecesOf(text, place)
      .map((piece) => {
        if (typeof piece === 'string') return hclText(piece);
        if (piece.variable === 'external-id') return piece.masked;
        if (piece.variable === 'other-account') return `\${var.${others.get(piece.accountId)}}`;
        return `\${local.${piece.variable === 'account' ? 'account_id' : piece.variable}}`;
      })
      .join('')}"`;
