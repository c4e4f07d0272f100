// Keeps bodies that are too large out of both doors.

/**
 * The same request, its body known to be at most `limit` bytes; null for a larger one, which is not read further than that.
 */
export const limitBody = async (request: Request, limit: number): Promise<Request | null> => {
  if (!request.body) return request;
  const announced = request.headers.get('content-length');
  if (announced !== null) return Number(announced) <= limit ? request : null; // HTTP ends the body there

  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: Buffer.concat(chunks),
    signal: request.signal,
  });
};
