import { assumeRoleScript } from './delivery/assume-role-script.ts';
import { awsConfigFile } from './delivery/aws-config.ts';
import { chainVariablesFile } from './delivery/chain-variables.ts';
import { configWrapper } from './delivery/config-wrapper.ts';
import { containerWays } from './delivery/container-ways.ts';
import { dcosFiles } from './delivery/dcos.ts';
import { goSnippet } from './delivery/go.ts';
import { javaSnippet } from './delivery/java.ts';
import { javascriptSnippet } from './delivery/javascript.ts';
import { kube2iamAnnotations } from './delivery/kube2iam.ts';
import { marathonFiles } from './delivery/marathon.ts';
import { metadataproxyFiles } from './delivery/metadataproxy.ts';
import { pythonSnippet } from './delivery/python.ts';
import { rotationFiles } from './delivery/rotation.ts';
import { secretStoreFiles } from './delivery/secret-store.ts';
import { terraformFiles } from './delivery/terraform.ts';
import { changeOf, deliveryWarnings, remainingSecrets } from './delivery/warnings.ts';
import { type Delivery, type DeliveryAnswer, type DeliveryFile, type DeliveryForm, deliveryForms } from './delivery.ts';
import { whyNot } from './delivery-problems.ts';

const makers = {
  'aws-config': (delivery) => [awsConfigFile(delivery)],
  'config-wrapper': (delivery) => [configWrapper(delivery)],
  'secrets-manager': (delivery) => secretStoreFiles(delivery, 'secrets-manager'),
  'ssm-parameter': (delivery) => secretStoreFiles(delivery, 'ssm-parameter'),
  dcos: dcosFiles,
  marathon: (delivery) => marathonFiles(delivery, delivery.marathonApp ?? {}),
  'chain-variables': (delivery) => [chainVariablesFile(delivery)],
  shell: (delivery) => [assumeRoleScript(delivery)],
  python: (delivery) => [pythonSnippet(delivery)],
  javascript: (delivery) => [javascriptSnippet(delivery)],
  go: (delivery) => [goSnippet(delivery)],
  java: (delivery) => [javaSnippet(delivery)],
  terraform: terraformFiles,
  metadataproxy: metadataproxyFiles,
  kube2iam: kube2iamAnnotations,
  rotation: rotationFiles,
} satisfies Record<DeliveryForm, (delivery: Delivery) => DeliveryFile[]>;

/**
 * What an application is handed so that it walks the chain: files in the forms that were asked for, what to look out for, and the secret
 * material that remains. Throws AppError `bad-input` where a Marathon application cannot be moved. Rules D-07, D-08, D-48, D-49, D-86.
 */
export function deliver(delivery: Delivery): DeliveryAnswer {
  const forms = delivery.forms ?? deliveryForms.filter((form) => whyNot(form, delivery) === null);
  return {
    files: [...new Set(forms)].flatMap((form) => makers[form](delivery)),
    warnings: deliveryWarnings(delivery),
    remaining: remainingSecrets(delivery),
    change: changeOf(delivery),
    ways: containerWays(delivery),
  };
}
