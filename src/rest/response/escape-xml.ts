// A bare CR would be read back as LF.
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

/** All but what is plain text; most texts have none of it, and are not looked at twice. */
const needsEscape = /[^\t\n\x20\x21\x23-\x25\x28-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;

/** The text, escaped for XML. Characters that XML 1.0 can't hold in any way, not even as a reference, become U+FFFD. */
export const escaped = (text: string): string =>
  needsEscape.test(text)
    ? text.replace(/[&<>"'\r]|[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, (character) => references[character] ?? '\uFFFD')
    : text;
