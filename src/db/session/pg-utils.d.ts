// What the driver exports, and its types leave out.
declare module 'pg/lib/utils.js' {
  const utils: {
    /** A value as a parameter is sent: text, bytes, or null. */
    readonly prepareValue: (value: unknown) => unknown;
  };
  export default utils;
}
