/** What a foreign key refers to. The database keeps it from missing; null would be a bug of ours. */
export const requireRow = <Row>(row: Row | null): Row => {
  if (row === null) throw new Error('A foreign key refers to a row that does not exist.');
  return row;
};
