// Which names are time zones: those of the IANA's database, whatever the case of their letters. The library that Node has them
// from takes other names too: to it `BST` is the time of Bangladesh, which others mean that of London by.
const others = new Set('ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(' '));

/** An offset is no zone. */
export const isTimeZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name) || /^SystemV\//i.test(name) || others.has(name.toUpperCase())) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
