import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ChainPlan, PolicyPlan } from '@rolewright/shared/plan/plan.ts';
import type { Rotation } from '@rolewright/shared/plan/rotation.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';

/** Makes the plan of one half of a rotation, and goes there. */
export function useRotation(planId: string | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (rotation: Rotation) => api<PolicyPlan>('POST', `/api/plans/${planId}/rotation`, rotation),
    onSuccess: (plan) => {
      void client.invalidateQueries({ queryKey: ['plans'] });
      void navigate({ to: '/plans/$id', params: { id: plan.id } });
    },
  });
}

interface Props {
  plan: ChainPlan;
  rotation: ReturnType<typeof useRotation>;
}

/** The two plans that rotate an external id; each changes nothing before it is started. Nothing for a chain that is not made or asks for none. */
export function RotateButton({ plan: { state, target, inputs }, rotation }: Props) {
  const links = inputs.links.flatMap(({ externalId }, link) => (externalId === 'generate' ? [link] : []));
  if (state !== 'done' || links.length === 0) return null;
  const items = links.flatMap((link) => {
    const name = target.members[link + 1]?.name ?? '';
    return [
      {
        id: `begin-${link}`,
        text: `Accept a new one of ${name} beside the old`,
        description: 'The secret gets a version with it, where the chain delivers one',
      },
      {
        id: `finish-${link}`,
        text: `Accept the new one of ${name} alone`,
        description: 'Once the application uses it: the old one is refused from then on',
      },
    ];
  });
  return (
    <ButtonDropdown
      items={items}
      loading={rotation.isPending}
      loadingText="Reading AWS and checking"
      onItemClick={({ detail }) => {
        const [phase, link] = detail.id.split('-');
        rotation.mutate({ phase: phase === 'begin' ? 'begin' : 'finish', link: Number(link) });
      }}
    >
      Rotate the external id
    </ButtonDropdown>
  );
}
