import { z } from 'zod';

/** What a plan can be exported as. */
export const exportFormat = z.enum(['terraform', 'cloudformation', 'cli']);
export type ExportFormat = z.infer<typeof exportFormat>;

/** An export as a file. */
export interface ExportFile {
  fileName: string;
  mediaType: 'text/plain' | 'application/json';
  text: string;
}
