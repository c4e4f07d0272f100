// What is noted of a request while it is answered, for its line in the log. None of it is a value that the client has sent, but for the name that it has
// given to its operation.

export interface RequestNotes {
  /** The name of a GraphQL operation, or the route of the REST door, such as `PUT /api/integration_runs/:id/pause`. */
  operation: string | undefined;
  /** Of GraphQL. */
  operationType: 'query' | 'mutation' | 'subscription' | undefined;
  /** The row of `actors` that the credential belongs to. */
  actor: number | undefined;
  /** Objects that the answer can have. */
  cost: number | undefined;
  /** Messages that a stream has sent. */
  messages: number | undefined;
  /** Whether it was done before, under its idempotency key. */
  isReplayed: boolean | undefined;
  /** The codes of the errors in the answer, each once. */
  readonly errorCodes: string[];
}

export const createNotes = (): RequestNotes => ({
  operation: undefined,
  operationType: undefined,
  actor: undefined,
  cost: undefined,
  messages: undefined,
  isReplayed: undefined,
  errorCodes: [],
});

/** Characters of an operation's name. */
const longestName = 100;

export const noteOperation = (notes: RequestNotes, name: string | undefined, type?: RequestNotes['operationType']): void => {
  notes.operation = name?.slice(0, longestName);
  notes.operationType = type;
};

export const noteErrorCode = ({ errorCodes }: RequestNotes, code: unknown): void => {
  if (typeof code === 'string' && !errorCodes.includes(code)) errorCodes.push(code);
};
