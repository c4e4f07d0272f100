// What each move of a run is called in the names of GraphQL's mutations, by hand.
export const verbs: Readonly<Record<'START' | 'PAUSE' | 'REQUEUE' | 'SUCCEED' | 'FAIL' | 'RETRY', string>> = {
  START: 'start',
  PAUSE: 'pause',
  REQUEUE: 'requeue',
  SUCCEED: 'succeed',
  FAIL: 'fail',
  RETRY: 'retry',
};
