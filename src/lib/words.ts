// The spellings of names: `integrationRun`, `IntegrationRun`, `integration-run`, `INTEGRATION_RUN`.

/** With its first letter as a capital. */
export const capitalised = <Name extends string>(name: Name): Capitalize<Name> =>
  (name.charAt(0).toUpperCase() + name.slice(1)) as Capitalize<Name>;

/** `integrationRun` → `integration-run`. */
export const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `integration_run` → `integration-run`. */
export const dashesForUnderscores = (name: string): string => name.replaceAll('_', '-');

/** `startTime` → `START_TIME`. */
export const constantCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
