// Keeps bodies that are too large out of both doors.

/** Reads on, and keeps nothing: a client that is cut off while it sends would never see the answer. */
const drain = async (reader: ReadableStreamDefaultReader<Uint8Array>, patience: number): Promise<void> => {
  for (let left = patience; left > 0; ) {
    const { done, value } = await reader.read();
    if (done) return;
    left -= value.byteLength;
  }
  await reader.cancel();
};

const patience = 64 * 1024 * 1024;

/**
 * The same request, its body known to be at most `limit` bytes; null for a larger one, of which nothing more is kept.
 */
export const limitBody = async (request: Request, limit: number): Promise<Request | null> => {
  if (!request.body) return request;
  const announced = request.headers.get('content-length');
  if (announced !== null) return Number(announced) <= limit ? request : null; // HTTP ends the body there

  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      drain(reader, patience).catch(() => undefined); // the client went away: nobody is left to tell
      return null;
    }
    chunks.push(value);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: Buffer.concat(chunks),
    signal: request.signal,
  });
};
