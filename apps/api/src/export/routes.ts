import { createRoute } from '@hono/zod-openapi';
import { AppError } from '@rolewright/shared/error.ts';
import { stacksOfChain } from '@rolewright/shared/export/chain-stacks.ts';
import { exportChain } from '@rolewright/shared/export/export-chain.ts';
import { exportGroup, exportsOfGroup } from '@rolewright/shared/export/export-group.ts';
import { exportInstance, exportsOfInstance } from '@rolewright/shared/export/export-instance.ts';
import { exportPlan, exportsOf, type Standing } from '@rolewright/shared/export/export-plan.ts';
import { exportPolicyChange, exportsOfPolicyChange, stacksOfPolicyChange } from '@rolewright/shared/export/export-policy-change.ts';
import { type ExportFile, type ExportFormat, exportFormat } from '@rolewright/shared/export/format.ts';
import type { ChainStack } from '@rolewright/shared/plan/role-chain.ts';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { createRouter, idParam, problems } from '../http/router.ts';
import { isOfGroup, type PlanRow, planRow } from '../plan/store.ts';

const exportQuery = z.strictObject({
  format: exportFormat,
  /** Which of the CloudFormation stacks of a chain or a policy change, from 1; the plan lists them under `stacks`. */
  stack: z.coerce.number().int().min(1).max(10).optional(),
});

const get = createRoute({
  method: 'get',
  path: '/api/plans/{id}/export',
  summary: 'The plan as a file for other tools, or as a change of the template that owns the service; holds no value that was masked',
  request: { params: idParam, query: exportQuery },
  responses: {
    200: {
      content: { 'application/json': { schema: z.record(z.string(), z.unknown()) }, 'text/plain': { schema: z.string() } },
      description: 'cloudformation: a template in JSON. terraform: configuration. cli: a bash script',
    },
    ...problems,
  },
});

/** The way out for what Rolewright must not change itself (D-37), and for teams whose changes go through a repository (B13, E13). */
export function exportRoutes(deps: Deps) {
  return createRouter().openapi(get, async (c) => {
    const { format, stack } = c.req.valid('query');
    const row = await planRow(deps.db, c.req.valid('param').id);
    const standing = {
      applied: row.state === 'done',
      blockers: row.checks.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim),
    };
    if (stack !== undefined) refuseStack(row, format, stack);
    const file = fileOf(row, format, standing, stack);
    if (file === null) throw nothingToExport(row);
    return c.text(file.text, 200, {
      'content-type': `${file.mediaType}; charset=UTF-8`,
      'content-disposition': `attachment; filename="${file.fileName}"`,
    });
  });
}

function fileOf(row: PlanRow, format: ExportFormat, standing: Standing, stack?: number): ExportFile | null {
  if (row.recipe === 'role-chain') return exportChain(format, row.steps, row.snapshot, standing, stack);
  if (row.recipe === 'ec2-instance-profile') return exportInstance(format, row.steps, row.snapshot, standing);
  if (isOfGroup(row)) return exportGroup(format, row.steps, row.snapshot, standing);
  if (row.recipe === 'policy-change') return exportPolicyChange(format, row.steps, row.snapshot, standing, stack);
  return exportPlan(format, row.steps, row.snapshot, standing);
}

function nothingToExport(row: PlanRow): AppError {
  const message =
    row.steps.length === 0
      ? 'This plan has no step to export. Make the plan anew once what it names as missing is readable.'
      : onlyThis(row);
  return new AppError('conflict', message);
}

function onlyThis(row: PlanRow): string {
  if (row.recipe === 'ec2-instance-profile') {
    return `This plan makes nothing that a template could hold: format=${exportsOfInstance(row.steps).join(' or ')}.`;
  }
  if (isOfGroup(row)) return `A template cannot hold this plan: format=${exportsOfGroup(row.steps).join(' or ')}.`;
  const why =
    row.recipe === 'policy-change' ? 'This plan takes policies away, or replaces parts of what is there' : 'A stack owns this service';
  const possible = row.recipe === 'ecs-task-role' ? exportsOf(row.steps, row.snapshot) : exportsOfPolicyChange(row.steps);
  return `${why}, so that only this makes sense: format=${possible.join(' or ')}.`;
}

function stacksOf(row: PlanRow): ChainStack[] {
  if (row.recipe === 'role-chain') return stacksOfChain(row.snapshot.target.members, row.steps);
  return row.recipe === 'policy-change' ? stacksOfPolicyChange(row.snapshot, row.steps) : [];
}

/** Throws `bad-input` where the plan has no such stack. */
function refuseStack(row: PlanRow, format: ExportFormat, stack: number): void {
  const stacks = format === 'cloudformation' ? stacksOf(row) : [];
  if (stack <= stacks.length) return;
  const message =
    stacks.length === 0
      ? 'belongs to format=cloudformation of a role chain or a policy change: leave it out'
      : `must be 1 to ${stacks.length}: ${stacks.map(({ awsAccountId, members }, index) => `${index + 1} is ${members.join(' and ')} of account ${awsAccountId}`).join(', ')}`;
  throw new AppError('bad-input', `stack: ${message}.`, { fields: [{ field: 'stack', message }] });
}
