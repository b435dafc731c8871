import { isCredentialVariable, withoutOutputMembers } from '../aws/task-definition.ts';

/** What the recipe changes in a task definition, and nothing else: the role, and D-04's variables of these containers. */
export interface TaskDefinitionPatch {
  taskRoleArn: string;
  containers: string[];
}

type Document = Record<string, unknown>;
interface Entry {
  name?: unknown;
}

/**
 * Describe's document → Register's body with the patch applied. Works on the raw document and on the masked one alike: members that nobody
 * here knows stay, order stays, every occurrence of a name is removed (D-20 to D-22). Does not change its input.
 */
export function patchTaskDefinition(document: Document, patch: TaskDefinitionPatch): Document {
  const containers = listOf(document.containerDefinitions).map((container) =>
    patch.containers.includes(String(container.name)) ? withoutCredentialVariables(container) : container,
  );
  const body = withoutOutputMembers(document);
  return { ...body, containerDefinitions: containers, taskRoleArn: patch.taskRoleArn };
}

/** Names of the credential variables that the patch removes, by container; a name that occurs twice is named twice. */
export function removedVariables(document: Document, containers: string[]): { container: string; variable: string }[] {
  return listOf(document.containerDefinitions)
    .filter((container) => containers.includes(String(container.name)))
    .flatMap((container) =>
      namesIn(container.environment)
        .filter(isCredentialVariable)
        .map((variable) => ({ container: String(container.name), variable })),
    );
}

/** Containers that carry a credential variable in their environment, in the order of the document. */
export function containersWithCredentials(document: Document): string[] {
  return listOf(document.containerDefinitions)
    .filter((container) => namesIn(container.environment).some(isCredentialVariable))
    .map((container) => String(container.name));
}

/**
 * Credential names that come from Secrets Manager, Parameter Store or an environment file in a container: they would be left over, so that
 * half a pair stays (D-03, D-09). Environment files cannot be looked into, so they count as "may hold".
 */
export function leftOverSources(document: Document, containers: string[]): { container: string; what: string; certain: boolean }[] {
  return listOf(document.containerDefinitions)
    .filter((container) => containers.includes(String(container.name)))
    .flatMap((container) => {
      const name = String(container.name);
      const secrets = namesIn(container.secrets).filter(isCredentialVariable);
      const files = Array.isArray(container.environmentFiles) ? container.environmentFiles.length : 0;
      return [
        ...secrets.map((variable) => ({ container: name, what: `secret ${variable}`, certain: true })),
        ...(files > 0 ? [{ container: name, what: `${files} environment file${files === 1 ? '' : 's'}`, certain: false }] : []),
      ];
    });
}

function withoutCredentialVariables(container: Document): Document {
  if (!Array.isArray(container.environment)) return container;
  return { ...container, environment: container.environment.filter((entry: Entry) => !isCredentialVariable(String(entry?.name))) };
}

const namesIn = (list: unknown): string[] => listOf(list).map((entry) => String(entry.name));

function listOf(value: unknown): Document[] {
  return Array.isArray(value) ? (value as Document[]) : [];
}
