import type { ExportSource } from './source.ts';

/** What the exports of an instance's move are made from: an export's source, and what Terraform must name of an instance. */
export interface InstanceExportSource extends ExportSource {
  machine: { imageId: string; instanceType: string };
}
