// Good requests made bad at random, and the same ones for the same seed: bytes flipped, chunks removed, doubled or put elsewhere.

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Bytes as Latin-1 text, so that a failure can be printed; null without a body. */
  readonly body: string | null;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const below = (random: () => number, limit: number): number => Math.floor(random() * limit);

const interesting = [
  '\0',
  '%00',
  '%',
  '[',
  ']',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '<',
  '>',
  '&',
  ';',
  ',',
  '-',
  '_',
  '9'.repeat(30),
  '1e309',
  'null',
  '%F0%9F%98%80',
  '\xff',
  '::',
  '__proto__',
  'true',
  '[]',
  '{}',
  '\n',
  '+',
  '.json',
  '.xml',
  '2026-13-01',
  '-1',
  '<!DOCTYPE a>',
  '<![CDATA[',
  'nil="true"',
  'type="integer"',
];

/** One change of a text of bytes. */
const mutated = (text: string, random: () => number): string => {
  const start = below(random, text.length + 1);
  const end = Math.min(text.length, start + 1 + below(random, 12));
  const chunk = text.slice(start, end);
  const changes: (() => string)[] = [
    () => text.slice(0, start) + String.fromCharCode((text.charCodeAt(start) || 0) ^ (1 << below(random, 8))) + text.slice(start + 1),
    () => text.slice(0, start) + text.slice(end),
    () => text.slice(0, end) + chunk + text.slice(end),
    () => text.slice(0, start) + (interesting[below(random, interesting.length)] ?? '') + text.slice(start),
    () => text.slice(0, start) + (interesting[below(random, interesting.length)] ?? '') + text.slice(end),
    () => {
      const place = below(random, text.length + 1);
      return text.slice(0, place) + chunk + text.slice(place);
    },
    () => text.slice(0, start),
  ];
  return (changes[below(random, changes.length)] ?? (() => text))();
};

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** A request with one to three changes. */
export const mutate = (good: Sent, random: () => number): Sent => {
  let request = good;
  for (let count = 1 + below(random, 3); count > 0; count -= 1) {
    const place = below(random, 10);
    if (place < 3) request = { ...request, path: `/${mutated(request.path.slice(1), random)}` };
    else if (place < 8 && request.body !== null) request = { ...request, body: mutated(request.body, random) };
    else if (place < 9)
      request = { ...request, headers: request.headers.map(([name, value]) => [name, random() < 0.5 ? mutated(value, random) : value]) };
    else request = { ...request, method: methods[below(random, methods.length)] ?? 'GET' };
  }
  return request;
};

/** The request, or null for one that no HTTP server would let through. */
export const requestOf = ({ method, path, headers, body }: Sent): Request | null => {
  try {
    const hasBody = body !== null && method !== 'GET' && method !== 'HEAD';
    return new Request(new URL(`http://gateway.test${path}`), {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      body: hasBody ? new Uint8Array(Buffer.from(body, 'latin1')) : null,
    });
  } catch {
    return null;
  }
};
