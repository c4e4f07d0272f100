import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { ask, type Elements, formats, numberIn } from './both-formats.js';

const world = useWorld();

const runs = '/api/integration_runs';
const xmlError = (...messages: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n${messages.map((message) => `  <error>${message}</error>\n`).join('')}</errors>\n`;
const send = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  world.app(new Request(`http://gateway.test${path}`, { method, headers, ...(body !== undefined && { body }) }));

describe.each(formats)('in %s', (format) => {
  const mediaType = `application/${format}`;
  const newRun = async (body: Elements = {}) =>
    numberIn((await ask(world, format, 'POST', runs, { integration: { id: 1 }, ...body })).value, 'id');

  test('a query that nothing matches is an empty list in JSON, and 404 in XML', async () => {
    const answer = await ask(world, format, 'GET', `${runs}?id=99999`);
    expect([answer.status, answer.text]).toEqual(format === 'json' ? [200, '[]'] : [404, xmlError('Nothing matches the query.')]);
  });

  test('HEAD answers as GET does, without the body', async () => {
    for (const path of [`${runs}/7`, `${runs}?limit=2`, `${runs}/99999`]) {
      const [get, head] = [await send('GET', path, { accept: mediaType }), await send('HEAD', path, { accept: mediaType })];
      expect([head.status, await head.text()]).toEqual([get.status, '']);
      for (const name of ['content-type', 'etag', 'x-total-count', 'link', 'vary'])
        expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
  });

  test('a read has an ETag, and is not sent again to whoever has it', async () => {
    for (const path of [`${runs}/7`, `${runs}?limit=2`, '/api/contracts/3']) {
      const first = await send('GET', path, { accept: mediaType });
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toMatch(/^"(\d+-)?[\w-]{27}"$/);
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const again = await send('GET', path, { accept: mediaType, 'if-none-match': known });
        expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
      }
      const other = await send('GET', path, { accept: mediaType, 'if-none-match': '"other"' });
      expect([other.status, await other.text()]).toEqual([200, await first.text()]);
    }
  });

  test('the ETag changes with the record, and with the format', async () => {
    const id = await newRun();
    const tags = async () =>
      Promise.all(
        formats.map(async (other) => (await send('GET', `${runs}/${id}`, { accept: `application/${other}` })).headers.get('etag')),
      );
    const before = await tags();
    await ask(world, format, 'PUT', `${runs}/${id}`, { 'total-records': 77 });
    expect(new Set([...before, ...(await tags())]).size).toBe(4);
  });

  test('the request id is echoed, or made', async () => {
    for (const path of [`${runs}/7`, `${runs}/99999`, '/api/bogus']) {
      expect((await send('GET', path, { accept: mediaType, 'x-request-id': 'order-66' })).headers.get('x-request-id')).toBe('order-66');
      expect((await send('GET', path, { accept: mediaType })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('OPTIONS tells what a path takes, and 405 what it would have taken', async () => {
    const paths: [path: string, allow: string, refused: string[]][] = [
      [runs, 'GET, POST, HEAD, OPTIONS', ['PUT', 'PATCH', 'DELETE']],
      [`${runs}/7`, 'GET, PUT, PATCH, HEAD, OPTIONS', ['POST', 'DELETE']],
      [`${runs}/7.xml`, 'GET, PUT, PATCH, HEAD, OPTIONS', ['POST', 'DELETE']],
      [`${runs}/7/run`, 'PUT, OPTIONS', ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']],
      ['/api/integration_errors/create_alert', 'POST, OPTIONS', ['GET', 'PUT', 'DELETE']],
      ['/api/integration_errors/5/resolve', 'PUT, OPTIONS', ['GET', 'POST', 'DELETE']],
      ['/api/integration_history_records', 'GET, POST, HEAD, OPTIONS', ['PUT', 'PATCH', 'DELETE']],
      ['/api/integration_history_records/create_alert', 'POST, OPTIONS', ['GET', 'PUT', 'DELETE']],
      ['/api/integration_history_records/5', 'GET, PUT, PATCH, HEAD, OPTIONS', ['POST', 'DELETE']],
      ['/api/integration_history_records/5/unresolve', 'PUT, OPTIONS', ['GET', 'POST', 'DELETE']],
      [`${runs}/statistics`, 'GET, HEAD, OPTIONS', ['POST', 'PUT', 'PATCH', 'DELETE']],
      [`${runs}/7/wait`, 'GET, HEAD, OPTIONS', ['POST', 'PUT', 'PATCH', 'DELETE']],
      ['/api/contracts', 'GET, POST, HEAD, OPTIONS', ['PUT', 'PATCH', 'DELETE']],
      ['/api/contracts/3', 'GET, PUT, PATCH, HEAD, OPTIONS', ['POST', 'DELETE']],
      ['/api/openapi.json', 'GET, HEAD, OPTIONS', []],
      ['/api/docs/', 'GET, HEAD, OPTIONS', []],
    ];
    for (const [path, allow, refused] of paths) {
      const options = await send('OPTIONS', path, { accept: mediaType });
      expect([path, options.status, options.headers.get('allow'), await options.text()]).toEqual([path, 204, allow, '']);
      for (const method of refused) {
        const answer = await send(method, path, { accept: mediaType });
        expect([method, path, answer.status, answer.headers.get('allow')]).toEqual([method, path, 405, allow]);
        const message = `${method} is not for ${path.replace('.xml', '')}; ${allow} are.`;
        if (format === 'json' && method !== 'HEAD' && !path.endsWith('.xml'))
          expect(await answer.json()).toEqual({ errors: { base: [message] } });
      }
    }
    expect((await send('OPTIONS', '/api/bogus', { accept: mediaType })).status).toBe(404);
  });
});
