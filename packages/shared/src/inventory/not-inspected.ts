type Document = Record<string, unknown>;

/** Places of a task definition where keys may hide and that this version does not read (D-09), with how many there are. */
export interface NotInspected {
  secrets: number;
  environmentFiles: number;
  logOptions: number;
  labels: number;
  commands: number;
  volumes: number;
}

/** Counts the places of D-09 beside the environment. They are said to be not inspected, never to be clean. */
export function notInspectedIn(document: Document): NotInspected {
  const containers = list(document.containerDefinitions);
  const sum = (count: (container: Document) => number) => containers.reduce((total, container) => total + count(container), 0);
  return {
    secrets: sum((container) => list(container.secrets).length),
    environmentFiles: sum((container) => list(container.environmentFiles).length),
    logOptions: sum((container) => {
      const log = object(container.logConfiguration);
      return (
        Object.keys(object(log.options)).length +
        list(log.secretOptions).length +
        Object.keys(object(object(container.firelensConfiguration).options)).length
      );
    }),
    labels: sum((container) => Object.keys(object(container.dockerLabels)).length),
    commands: sum(
      (container) =>
        [container.command, container.entryPoint, object(container.healthCheck).command].filter((one) => list(one).length > 0).length,
    ),
    volumes:
      list(document.volumes).filter((volume) => Object.keys(object(object(volume.dockerVolumeConfiguration).driverOpts)).length > 0)
        .length + (list(object(document.proxyConfiguration).properties).length > 0 ? 1 : 0),
  };
}

/** In words, for the screen: "2 secrets, 1 environment file". What every image has (files, variables of its own) is said once, elsewhere. */
export function notInspectedInWords(counts: NotInspected): string[] {
  return [
    words(counts.secrets, 'value from Secrets Manager or Parameter Store', 'values from Secrets Manager or Parameter Store'),
    words(counts.environmentFiles, 'environment file', 'environment files'),
    words(counts.logOptions, 'log option', 'log options'),
    words(counts.labels, 'Docker label', 'Docker labels'),
    words(counts.commands, 'command line', 'command lines'),
    words(counts.volumes, 'volume or proxy setting', 'volume or proxy settings'),
  ].filter((text) => text !== '');
}

/** Adds counts up. */
export function addNotInspected(one: NotInspected, other: NotInspected): NotInspected {
  return {
    secrets: one.secrets + other.secrets,
    environmentFiles: one.environmentFiles + other.environmentFiles,
    logOptions: one.logOptions + other.logOptions,
    labels: one.labels + other.labels,
    commands: one.commands + other.commands,
    volumes: one.volumes + other.volumes,
  };
}

export const nothingLeftOut: NotInspected = { secrets: 0, environmentFiles: 0, logOptions: 0, labels: 0, commands: 0, volumes: 0 };

const words = (count: number, one: string, many: string): string => (count === 0 ? '' : `${count} ${count === 1 ? one : many}`);
const list = (value: unknown): Document[] => (Array.isArray(value) ? (value as Document[]) : []);
const object = (value: unknown): Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : {};
