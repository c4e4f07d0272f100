// What clients are told of a fault of ours: nothing of the fault, and how its request is found again.

/** `requestId`: null where the request came to nothing that has one. */
export const internalErrorMessage = (requestId: string | null): string =>
  `Something went wrong on our side.${requestId === null ? '' : ` Tell us the request id ${requestId}.`}`;
