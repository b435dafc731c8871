import '../../lib/zod-without-eval.ts';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import { type ChainPlan, newPlan } from '@rolewright/shared/plan/plan.ts';
import { Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../lib/api.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useAccounts } from '../accounts/get-accounts.ts';
import { ChangeModule } from '../migration/change-module.tsx';
import { planAddress, usePlan } from '../migration/get-plan.ts';
import type { PlanModuleProps } from '../migration/migration-page.tsx';
import { ProveModule } from '../migration/prove-module.tsx';
import { CallerModule } from './caller-module.tsx';
import type { ErrorOf } from './chain-fields.tsx';
import { type ChainModuleId, ChainModuleList } from './chain-module-list.tsx';
import { ChainPicture } from './chain-picture.tsx';
import { CompareModule } from './compare-module.tsx';
import { DeliverModule } from './deliver-module.tsx';
import { type ChainDraft, draftOf, newDraft } from './draft.ts';
import { HandOverButton } from './hand-over-button.tsx';
import { LinkModule } from './link-module.tsx';
import { useMakeChainPlan } from './make-chain-plan.ts';
import { planBody } from './plan-body.ts';
import { RotateButton, useRotation } from './rotate-button.tsx';
import { TruthFaults } from './truth-faults.tsx';
import { TruthTables } from './truth-tables.tsx';

/** "Who becomes whom, and with what?" A chain of roles, designed, proven and made as one unit. */
export function ChainPage() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const accounts = useAccounts();
  const plan = usePlan(id);
  const error = (accounts.data ? null : accounts.error) ?? (plan.data ? null : plan.error);
  // What was read once stays when it cannot be read again: the form on it is a person's work.
  if (error) return <ProblemAlert error={error} onRetry={() => void (accounts.data ? plan : accounts).refetch()} />;
  if (!accounts.data || (id !== undefined && !plan.data)) return <Skeleton />;
  const made = plan.data ?? null;
  if (made !== null && made.recipe !== 'role-chain') return <Navigate to={planAddress(made)} replace />;
  return <Modules key={made?.id ?? 'new'} accounts={accounts.data.items} plan={made} />;
}

function Modules({ accounts, plan }: { accounts: Account[]; plan: ChainPlan | null }) {
  const { module: asked = plan === null ? 'caller' : 'prove' } = useSearch({ strict: false }) as { module?: ChainModuleId };
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ChainDraft>(() => (plan === null ? newDraft(accounts) : draftOf(plan)));
  // The way back may lead to a third role that was taken out.
  const module = asked === 'link-2' && draft.links.length < 2 ? 'link-1' : asked;
  const [isShown, setShown] = useState(false);
  const make = useMakeChainPlan();
  const rotation = useRotation(plan?.id);
  const body = planBody(draft);
  const parsed = newPlan.safeParse(body);
  const open = (next: ChainModuleId) => void navigate({ to: '.', search: ((old: object) => ({ ...old, module: next })) as never });
  const makePlan = () => {
    setShown(true);
    if (!parsed.success) return;
    make.mutate(body, {
      onSuccess: (made) => void navigate({ to: '/chains/$id', params: { id: made.id }, search: { module: 'prove' } as never }),
    });
  };
  // What the form itself can tell, and what the API has said of a field.
  const issues = [
    ...(parsed.error?.issues ?? []).map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
    ...((make.error instanceof ApiError && make.error.problem.fields) || []),
  ];
  const errorOf: ErrorOf = (path) => (isShown ? issues.find(({ field }) => `${field}.`.startsWith(`${path}.`))?.message : undefined);
  const props: ChainModuleProps = {
    accounts,
    plan,
    draft,
    // What the API said was said of the old draft.
    setDraft: (next) => {
      setDraft(next);
      if (make.isError) make.reset();
    },
    errorOf,
    problem: isShown && !parsed.success ? 'Some fields of this chain are wrong; they say what is allowed.' : null,
    open,
    makePlan,
    making: make.isPending,
    makeError: make.error,
  };
  return (
    <Page
      title={plan?.target.name ?? 'Design a role chain'}
      above={[{ text: 'Migrations', href: '/migrations' }]}
      description="Nothing changes in AWS before you start the change. Both halves of every link are made together, and undone together."
      actions={
        plan && (
          <SpaceBetween direction="horizontal" size="xs">
            <RotateButton plan={plan} rotation={rotation} />
            <HandOverButton plan={plan} />
          </SpaceBetween>
        )
      }
    >
      <SpaceBetween size="l">
        {rotation.error && <ProblemAlert error={rotation.error} />}
        <ChainPicture accounts={accounts} draft={draft} plan={plan} />
        <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 9 } }]}>
          <Container>
            <ChainModuleList current={module} plan={plan} links={draft.links.length} onOpen={open} />
          </Container>
          <div>
            {module === 'caller' && <CallerModule {...props} />}
            {module === 'link-1' && <LinkModule key="1" index={0} {...props} />}
            {module === 'link-2' && <LinkModule key="2" index={1} {...props} />}
            {module === 'deliver' && <DeliverModule {...props} />}
            {module === 'prove' && (
              <SpaceBetween size="l">
                {plan && <TruthFaults plan={plan} />}
                <ProveModule {...props} />
                {plan && <TruthTables plan={plan} />}
              </SpaceBetween>
            )}
            {module === 'compare' && <CompareModule {...props} />}
            {module === 'change' && <ChangeModule {...props} />}
          </div>
        </Grid>
      </SpaceBetween>
    </Page>
  );
}

/** What each module is given. */
export interface ChainModuleProps extends PlanModuleProps {
  accounts: Account[];
  plan: ChainPlan | null;
  draft: ChainDraft;
  setDraft: (draft: ChainDraft) => void;
  errorOf: ErrorOf;
  open: (module: ChainModuleId) => void;
}
