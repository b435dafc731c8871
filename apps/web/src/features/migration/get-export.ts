import type { ExportFormat } from '@rolewright/shared/export/format.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { useQuery } from '@tanstack/react-query';
import { textOf } from '../../lib/api.ts';

/** `stack`: which of a chain's CloudFormation stacks, from 1. */
export const exportAddress = (planId: string, format: ExportFormat, stack?: number): string =>
  `/api/plans/${planId}/export?format=${format}${stack === undefined ? '' : `&stack=${stack}`}`;

/** The plan as a file; anew once its state changes, since what is applied is exported otherwise. */
export const useExport = (plan: Pick<Plan, 'id' | 'state'>, format: ExportFormat, stack?: number) =>
  useQuery({
    queryKey: ['export', plan.id, plan.state, format, stack],
    queryFn: () => textOf(exportAddress(plan.id, format, stack)),
  });
