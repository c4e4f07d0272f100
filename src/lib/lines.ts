// The lines of a stream of bytes. Node's own `readline` also breaks lines at characters that may stand in JSON.

const lineBreak = 0x0a;

/** Each line without its line break; the last one may have none. @throws TypeError for what isn't UTF-8 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let begun: Uint8Array[] = [];
  const finish = (piece: Uint8Array): string => {
    const line = decoder.decode(begun.length === 0 ? piece : Buffer.concat([...begun, piece]));
    begun = [];
    return line;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(lineBreak); end >= 0; end = chunk.indexOf(lineBreak, start)) {
      yield finish(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
  if (begun.length > 0) yield finish(new Uint8Array());
}
