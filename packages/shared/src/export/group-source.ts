import type { ExportSource } from './source.ts';

/** What the exports of a group's move are made from: an export's source, and what Terraform must name of a group. */
export interface GroupExportSource extends ExportSource {
  group: { minSize: number; maxSize: number };
}
