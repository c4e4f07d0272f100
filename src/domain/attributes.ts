// Splits what was given from what was left out, as the compiler's exact optional properties want it.

/** Only the properties that are not undefined. */
export const given = <Values extends object>(values: Values): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>;
  }; // the filter is the type's Exclude
