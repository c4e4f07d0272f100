// Tells clients of the old paths that these are on their way out: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).

export interface RestDeprecation {
  /** Since when the paths are deprecated; null while they are not. */
  readonly since: Date | null;
  /** From when they may be gone; null while nobody has said. */
  readonly sunset: Date | null;
}

/** The headers of every answer of the REST door; none while nothing is deprecated. */
export const deprecationHeaders = ({ since, sunset }: RestDeprecation): Readonly<Record<string, string>> => ({
  ...(since && { deprecation: `@${Math.floor(since.getTime() / 1000)}` }),
  ...(sunset && { sunset: sunset.toUTCString() }),
});
