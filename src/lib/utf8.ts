// Text comes in as UTF-8, and nothing else is taken for it: a decoder that puts U+FFFD in the place of what it can't read would store other texts than
// were sent, and make different ones equal.

const decoder = new TextDecoder('utf-8', { fatal: true }); // a byte order mark at the start is taken off

/** The text; null where the bytes are not UTF-8: Latin-1, say, or surrogates, overlong forms and characters that are cut off. */
export const decodeUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

/** Whether what an address or a form says in percent signs is UTF-8. A percent sign that begins no byte stands for itself. */
export const isUtf8Encoded = (text: string): boolean => {
  if (!text.includes('%')) return true;
  try {
    for (const [bytes] of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) decodeURIComponent(bytes);
    return true;
  } catch {
    return false;
  }
};

const charset = /;\s*charset\s*=[\s"]*([^\s;",]+)/i;

/** The charset of a content type, when that is another one than UTF-8; null for UTF-8 and for none. */
export const otherCharset = (contentType: string | null): string | null => {
  const name = contentType?.includes(';') ? charset.exec(contentType)?.[1] : undefined;
  return name === undefined || /^utf-?8$/i.test(name) ? null : name.slice(0, 40);
};
