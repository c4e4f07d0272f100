// What a client asks of a write beside the change itself.

export interface Terms {
  /** Versions of which the record must have one, so that nobody changes what they haven't seen; null or left out where any will do. */
  readonly versions?: readonly number[] | null;
}

/** Of a client that asks for nothing more. */
export const noTerms: Terms = Object.freeze({});
