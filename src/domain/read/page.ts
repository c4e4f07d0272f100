// How many rows a list gives at once.

/** Rows of a page whose size nobody has said. */
export const defaultPageSize = 20;
/** Most rows of a page, and of a list that is shown within a record. */
export const maximumPageSize = 500;
