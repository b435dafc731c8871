import type { ExportFormat } from '@rolewright/shared/export/format.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { useQuery } from '@tanstack/react-query';
import { textOf } from '../../lib/api.ts';

export const exportAddress = (planId: string, format: ExportFormat): string => `/api/plans/${planId}/export?format=${format}`;

/** The plan as a file; anew once its state changes, since what is applied is exported otherwise. */
export const useExport = (plan: Pick<Plan, 'id' | 'state'>, format: ExportFormat) =>
  useQuery({
    queryKey: ['export', plan.id, plan.state, format],
    queryFn: () => textOf(exportAddress(plan.id, format)),
  });
