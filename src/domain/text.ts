// Which texts a database can hold at all.

/** False for a text with the character U+0000, which PostgreSQL refuses, or with half of a surrogate pair, which would be changed on its way. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Ends the sentence "A text …" or "Name …". */
export const storableRule = "can't contain the character U+0000 or half of a surrogate pair";
