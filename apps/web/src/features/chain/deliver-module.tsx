import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Section } from '../../ui/section.tsx';
import { MakePlan } from '../migration/make-plan.tsx';
import { TextField } from './chain-fields.tsx';
import type { ChainModuleProps } from './chain-page.tsx';
import { DeliveryReaders } from './delivery-readers.tsx';
import type { DeliveryDraft } from './draft.ts';
import { HandedOver } from './handed-over.tsx';

/** How the application gets Region, role and external id: stored by the run, or not. */
export function DeliverModule(props: ChainModuleProps) {
  const { draft, setDraft, errorOf, plan } = props;
  const { delivery } = draft;
  const set = (change: Partial<DeliveryDraft>) => setDraft({ ...draft, delivery: { ...delivery, ...change } });
  const stores = delivery.how !== 'none';
  const at = (path: string) => errorOf(`inputs.delivery.${path}`);
  return (
    <SpaceBetween size="l">
      <Section
        title="Deliver"
        description="The application needs an AWS config file with the role and its external id. Where the run stores it, the external id passes through nobody’s hands."
      >
        <RadioGroup
          ariaLabel="How the application gets its AWS config"
          value={delivery.how}
          onChange={({ detail }) => set({ how: detail.value as DeliveryDraft['how'] })}
          items={[
            {
              value: 'none',
              label: 'Not by the run',
              description:
                'The application has what it needs, or “Hand it over” makes the files; the external id is read from the trust policy',
            },
            {
              value: 'secrets-manager',
              label: 'AWS Secrets Manager',
              description: 'A secret in the caller’s account, under AWS’s own key',
            },
            {
              value: 'ssm',
              label: 'AWS Systems Manager parameter',
              description: 'A SecureString in Parameter Store, under AWS’s own key; standard parameters cost nothing',
            },
          ]}
        />
        {stores && (
          <SpaceBetween size="m">
            <TextField
              label={delivery.how === 'ssm' ? 'Name of the parameter' : 'Name of the secret'}
              description={delivery.how === 'ssm' ? 'Begins with / where it has a path' : 'A path keeps it beside its application'}
              value={delivery.name}
              onChange={(name) => set({ name })}
              error={at('name')}
            />
            <DeliveryReaders {...props} set={set} errorAt={at} />
          </SpaceBetween>
        )}
        <MakePlan {...props} />
      </Section>
      {plan?.handOver && <HandedOver handOver={plan.handOver} runId={plan.run?.id ?? null} />}
    </SpaceBetween>
  );
}
