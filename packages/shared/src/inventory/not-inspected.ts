type Document = Record<string, unknown>;

/** Places of a task definition where keys may hide and that this version does not read (D-09), with how many there are. */
export interface NotInspected {
  secrets: number;
  environmentFiles: number;
  logOptions: number;
  labels: number;
  commands: number;
  volumes: number;
  ruleInputs: number;
}

/** Options that hold names and sizes only: of the awslogs driver and of Docker's delivery. */
const plainLogOption = /^(awslogs-.+|mode|max-buffer-size)$/;

/** Counts the places of D-09 beside the environment. They are said to be not inspected, never to be clean. */
export function notInspectedIn(document: Document): NotInspected {
  const containers = list(document.containerDefinitions);
  const sum = (count: (container: Document) => number) => containers.reduce((total, container) => total + count(container), 0);
  return {
    ...nothingLeftOut,
    secrets: sum((container) => list(container.secrets).length),
    environmentFiles: sum((container) => list(container.environmentFiles).length),
    logOptions: sum((container) => {
      const log = object(container.logConfiguration);
      return (
        Object.keys(object(log.options)).filter((option) => !plainLogOption.test(option)).length +
        list(log.secretOptions).length +
        Object.keys(object(object(container.firelensConfiguration).options)).length
      );
    }),
    labels: sum((container) => Object.keys(object(container.dockerLabels)).length),
    commands: sum((container) => filled(container.command, container.entryPoint, object(container.healthCheck).command)),
    volumes:
      list(document.volumes).filter((volume) => Object.keys(object(object(volume.dockerVolumeConfiguration).driverOpts)).length > 0)
        .length + (list(object(document.proxyConfiguration).properties).length > 0 ? 1 : 0),
  };
}

/** The same of a running task's overrides: their variables are read, their command lines and environment files are not. */
export function notInspectedInOverrides(overrides: Document): NotInspected {
  const containers = list(overrides.containerOverrides);
  return {
    ...nothingLeftOut,
    environmentFiles: containers.reduce((total, one) => total + list(one.environmentFiles).length, 0),
    commands: containers.reduce((total, one) => total + filled(one.command), 0),
  };
}

/** Rules may hand overrides to the tasks that they start; these are not read (D-33). */
export const notInspectedInRules = (rules: { hasInput: boolean }[]): NotInspected => ({
  ...nothingLeftOut,
  ruleInputs: rules.filter((rule) => rule.hasInput).length,
});

/** What each place is called: one, and many. */
const names: Record<keyof NotInspected, [one: string, many: string]> = {
  secrets: ['value from Secrets Manager or Parameter Store', 'values from Secrets Manager or Parameter Store'],
  environmentFiles: ['environment file', 'environment files'],
  logOptions: ['log option', 'log options'],
  labels: ['Docker label', 'Docker labels'],
  commands: ['command line', 'command lines'],
  volumes: ['volume or proxy setting', 'volume or proxy settings'],
  ruleInputs: ['input of a rule', 'inputs of rules'],
};

/** The places that are there, with their names in the right number. */
export function notInspectedPlaces(counts: NotInspected): { what: string; count: number }[] {
  return (Object.keys(names) as (keyof NotInspected)[])
    .filter((place) => counts[place] > 0)
    .map((place) => ({ what: names[place][counts[place] === 1 ? 0 : 1], count: counts[place] }));
}

/** In words, for the screen: "2 environment files". What every image has (files, variables of its own) is said once, elsewhere. */
export const notInspectedInWords = (counts: NotInspected): string[] =>
  notInspectedPlaces(counts).map(({ what, count }) => `${count} ${what}`);

/** Adds counts up. */
export function addNotInspected(one: NotInspected, other: NotInspected): NotInspected {
  return {
    secrets: one.secrets + other.secrets,
    environmentFiles: one.environmentFiles + other.environmentFiles,
    logOptions: one.logOptions + other.logOptions,
    labels: one.labels + other.labels,
    commands: one.commands + other.commands,
    volumes: one.volumes + other.volumes,
    ruleInputs: one.ruleInputs + other.ruleInputs,
  };
}

export const nothingLeftOut: NotInspected = {
  secrets: 0,
  environmentFiles: 0,
  logOptions: 0,
  labels: 0,
  commands: 0,
  volumes: 0,
  ruleInputs: 0,
};

const filled = (...lists: unknown[]): number => lists.filter((one) => list(one).length > 0).length;

const list = (value: unknown): Document[] => (Array.isArray(value) ? (value as Document[]) : []);
const object = (value: unknown): Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : {};
