/** A time as the original writes it: whole seconds, with an offset, never `Z`. */
export const wireTime = (time: Date): string => `${time.toISOString().slice(0, 19)}+00:00`;
