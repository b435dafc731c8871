import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { TextField } from './chain-fields.tsx';
import type { ChainModuleProps } from './chain-page.tsx';
import { DeliveryReaders } from './delivery-readers.tsx';
import type { DeliveryDraft } from './draft.ts';
import { HandedOver } from './handed-over.tsx';

/** How the application gets Region, role and external id: stored by the run, or by hand. */
export function DeliverModule(props: ChainModuleProps) {
  const { draft, setDraft, errorOf, plan, makePlan, making, makeError, problems } = props;
  const { delivery } = draft;
  const set = (change: Partial<DeliveryDraft>) => setDraft({ ...draft, delivery: { ...delivery, ...change } });
  const stores = delivery.how === 'secrets-manager' || delivery.how === 'ssm';
  const at = (path: string) => errorOf(`inputs.delivery.${path}`);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="The application needs an AWS config file with the role and its external id. Where the run stores it, the external id passes through nobody’s hands."
          >
            Deliver
          </Header>
        }
      >
        <SpaceBetween size="m">
          {makeError && <ProblemAlert error={makeError} />}
          <RadioGroup
            ariaLabel="How the application gets its AWS config"
            value={delivery.how}
            onChange={({ detail }) => set({ how: detail.value as DeliveryDraft['how'] })}
            items={[
              { value: 'none', label: 'Nothing is delivered', description: 'The application has what it needs, or gets it later' },
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
              {
                value: 'by-hand',
                label: 'By hand',
                description: '“Hand it over” makes the files; the external id is read from the trust policy',
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
          {problems && <StatusIndicator type="error">Some fields of this chain are wrong; they say what is allowed.</StatusIndicator>}
          <Button variant="primary" onClick={makePlan} loading={making} loadingText="Reading AWS and checking">
            Make the plan
          </Button>
        </SpaceBetween>
      </Container>
      {plan?.handOver && <HandedOver handOver={plan.handOver} runId={plan.runId} />}
    </SpaceBetween>
  );
}
