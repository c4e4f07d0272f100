// Reads `Prefer` (RFC 7240): preferences with commas between them, each with a value or none, and with parameters, which nothing here asks for.

/** A quote that isn't closed goes to the end: to look for its end from each that follows would take the square of their number. */
const whole = /(?:"(?:[^"\\]|\\.)*"?|[^,"])+/g;
const parts = /^\s*([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*)))?/;

/** The value of a preference, empty where it has none; the first of several. Null where it isn't there. */
export const preferenceOf = (prefer: string | null, name: string): string | null => {
  for (const [preference] of (prefer ?? '').matchAll(whole)) {
    const [, found, quoted, plain] = parts.exec(preference) ?? [];
    if (found?.toLowerCase() === name) return (quoted ?? plain ?? '').trim();
  }
  return null;
};
