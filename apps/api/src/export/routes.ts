import { createRoute } from '@hono/zod-openapi';
import { AppError } from '@rolewright/shared/error.ts';
import { cloudFormationPatch } from '@rolewright/shared/export/cloudformation.ts';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { createRouter, idParam, json, problems } from '../http/router.ts';
import { planRow } from '../plan/store.ts';

const get = createRoute({
  method: 'get',
  path: '/api/plans/{id}/export',
  summary: 'The plan as a change of the template that owns the service; holds no value of any variable',
  request: { params: idParam, query: z.strictObject({ format: z.enum(['cloudformation']) }) },
  responses: { 200: json(z.record(z.string(), z.unknown()), 'A CloudFormation template to merge, in JSON'), ...problems },
});

/** The way out for what Rolewright must not change itself (D-37). Throws AppError `conflict` for a plan without steps. */
export function exportRoutes(deps: Deps) {
  return createRouter().openapi(get, async (c) => {
    const row = await planRow(deps.db, c.req.valid('param').id);
    if (row.recipe !== 'ecs-task-role') throw new AppError('conflict', 'A chain of roles has no template to change.');
    const { owningStack } = row.snapshot;
    const patch = cloudFormationPatch(row.steps, row.workload_name, owningStack.state === 'known' ? owningStack.value : null);
    if (patch === null) {
      throw new AppError(
        'conflict',
        'This plan has no new revision to export. Make the plan anew once what it names as missing is readable.',
      );
    }
    c.header('content-disposition', `attachment; filename="${row.workload_name.replaceAll(/[^\w.-]/g, '-')}-task-role.json"`);
    return c.json({ ...patch }, 200);
  });
}
