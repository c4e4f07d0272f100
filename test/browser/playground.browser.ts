// The playground as its users meet it: in Chromium, from our own server, with every other host out of reach.
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tabs } from '../../src/playground/tabs.js';
import { listen, type RunningServer } from '../../src/server.js';
import { useWorld } from '../support/world.js';

const names = ['Board', 'FailedWithOpenContractErrors', 'Run', 'CreateRun', 'StartRun'];
const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('the page, through HTTP', () => {
  const world = useWorld();
  const get = (path: string, accept = browserAccept) => world.app(new Request(`http://gateway.test${path}`, { headers: { accept } }));

  test('is small, and has neither inline scripts nor inline styles nor other hosts in it', async () => {
    const response = await get('/graphql');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('vary')).toBe('accept');
    const html = await response.text();
    expect(html.length).toBeLessThan(5_000);
    for (const [script] of html.matchAll(/<script\b.*?<\/script>/gs)) expect(script).toMatch(/^<script src="\/[^"]+"><\/script>$/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|\/\//i);
  });

  test('forbids the browser whatever does not come from its own origin', async () => {
    const policy = (await get('/graphql')).headers.get('content-security-policy') ?? '';
    const directives = new Map(
      policy.split('; ').map((directive): [string, string] => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('worker-src')).toBe("'self'");
    expect(directives.get('connect-src')).toBe("'self'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  test('names files that may be kept for ever', async () => {
    const html = await (await get('/graphql')).text();
    const paths = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(paths.map((path) => path.replace(/\?v=[0-9a-f]{12}$/, '?v='))).toEqual(
      ['favicon.svg', 'graphiql.css', 'boot.js', 'graphiql.js', 'start.js'].map((file) => `/graphql/assets/${file}?v=`),
    );
    for (const path of paths) {
      const response = await get(path, '*/*');
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await response.text()).length).toBeGreaterThan(100);
    }
  });

  test('goes to those who ask for a page, even with a query in the address; others get their answer', async () => {
    const query = `/graphql?query=${encodeURIComponent('{ integrationRuns(first: 1) { totalCount } }')}`;
    expect((await get(query)).headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const accept of ['application/json', 'application/graphql-response+json', 'application/json, text/html;q=0.5', '*/*'])
      expect(await (await get(query, accept)).json()).toEqual({ data: { integrationRuns: { totalCount: 200 } } });
  });

  test('opens with queries that all work on the sample world', async () => {
    for (const { query, variables } of tabs) {
      const { status, data, errors } = await world.graphql<Record<string, object | null>, never>(
        query,
        variables === undefined ? {} : JSON.parse(variables),
      );
      expect({ status, errors }).toEqual({ status: 200, errors: undefined });
      for (const value of Object.values(data ?? { nothing: null })) {
        expect(value).not.toBeNull();
        expect(value).not.toHaveProperty('message'); // a refusal
        expect(value).not.toHaveProperty('totalCount', 0);
      }
    }
  });
});

describe('in Chromium', () => {
  const world = useWorld();
  let server: RunningServer;
  let browser: Browser;
  /** What the server was asked, such as `GET /graphql`. */
  const asked: string[] = [];

  beforeAll(async () => {
    server = await listen(
      (request) => {
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        return world.app.handle(request);
      },
      '127.0.0.1',
      0,
      30_000,
    );
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop(1_000);
  });

  /** What went wrong on any page of the context: it must stay empty. */
  const watch = (context: BrowserContext): string[] => {
    const troubles: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') troubles.push(`${message.type()}: ${message.text()}`);
    });
    context.on('weberror', (error) => troubles.push(`uncaught: ${error.error().message}`));
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== server.url && protocol !== 'data:') troubles.push(`elsewhere: ${request.url()}`);
    });
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // Monaco asks for its JSON worker several times in a row, and a reload can cut one off; workers that fail otherwise still count
      if (reason !== 'net::ERR_ABORTED' || !request.url().includes('.worker.js')) troubles.push(`failed: ${request.url()} ${reason}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
    });
    return troubles;
  };

  const open = async (page: Page): Promise<void> => {
    // the schema is there when the first introspection is answered
    const introspected = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto(`${server.url}/graphql`);
    await (await introspected).finished();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await page.locator('.graphiql-spinner').waitFor({ state: 'detached' });
  };

  /** A visit by somebody who has never been here: does the work on the page, and fails when anything went wrong meanwhile. */
  const visit = (work: (page: Page) => Promise<void>, { blocking } = { blocking: true }) => {
    return async (): Promise<void> => {
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
      const troubles = watch(context);
      if (blocking)
        await context.route(
          (url) => url.origin !== server.url,
          async (route) => {
            troubles.push(`blocked: ${route.request().url()}`);
            await route.abort();
          },
        );
      try {
        const page = await context.newPage();
        await open(page);
        await work(page);
        expect(troubles).toEqual([]);
      } finally {
        await context.close();
      }
    };
  };

  // Monaco writes spaces that don't break
  const textOf = async (locator: Locator): Promise<string> => (await locator.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  const editorOf = (page: Page) => page.locator('.graphiql-query-editor .monaco-editor').first();
  const resultOf = (page: Page) => textOf(page.locator('.graphiql-response'));
  const tabNames = (page: Page) => page.locator('.graphiql-tab-button').allInnerTexts();
  const selectTab = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('query')?.includes(` ${name}`) ?? false); // once GraphiQL has read the text
  };
  /** Runs the tab with the button or the keys, and gives back what was answered. */
  const execute = async (page: Page, how: () => Promise<void>): Promise<unknown> => {
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await how();
    return (await answered).json();
  };
  const pressButton = (page: Page) => () => page.locator('.graphiql-execute-button').click();

  const replaceNumber = async (page: Page, before: string, after: string): Promise<void> => {
    const variables = page.locator('.graphiql-editor-tool .view-line');
    await variables.getByText(before, { exact: true }).click();
    await page.keyboard.press('End');
    for (const _digit of before) await page.keyboard.press('Backspace');
    await page.keyboard.type(after);
    await expect.poll(() => textOf(variables)).toContain(`"databaseId": ${after}`);
  };

  /** Puts the caret before `totalCount`, in the runs' selection, and types. */
  const typeIntoBoard = async (page: Page, text: string): Promise<void> => {
    await editorOf(page).getByText('totalCount', { exact: true }).first().click();
    await page.keyboard.press('Home');
    await page.keyboard.type(text, { delay: 20 });
  };

  test(
    'loads everything from its own origin, without an error, and shows the tabs by their names',
    visit(async (page) => {
      expect(await page.title()).toBe('Integration runs · GraphiQL');
      expect(await tabNames(page)).toEqual(names);
      expect(await textOf(page.locator('.graphiql-query-editor .view-lines'))).toContain('query Board {');
      await delay(1_000); // for what a page does when it seems to be ready
    }),
  );

  test(
    'runs the first tab and shows the newest runs',
    visit(async (page) => {
      expect(await execute(page, pressButton(page))).toMatchObject({
        data: { integrationRuns: { totalCount: 200, nodes: expect.toSatisfy((nodes: unknown[]) => nodes.length === 10) } },
      });
      await expect.poll(() => resultOf(page)).toMatch(/"totalCount": 200,[\s\S]*"databaseId": 200,[\s\S]*"name": "Approval chain import"/);
      expect(await resultOf(page)).not.toContain('"errors"');
      const screenshot = process.env['PLAYGROUND_SCREENSHOT'];
      if (screenshot !== undefined) await page.screenshot({ path: screenshot });
    }),
  );

  test(
    'runs the tab in which the keys are pressed, with its variables',
    visit(async (page) => {
      await selectTab(page, 'Run');
      await editorOf(page).click();
      const answer = await execute(page, () => page.keyboard.press('Control+Enter'));
      expect(answer).toMatchObject({ data: { integrationRun: { status: 'PENDING', version: 1 } } });
      await expect.poll(() => resultOf(page)).toContain('"allowedTransitions": [');
    }),
  );

  test(
    'creates a run, starts it in the next tab, and shows why a successful run cannot start',
    visit(async (page) => {
      await selectTab(page, 'CreateRun');
      expect(await execute(page, pressButton(page))).toMatchObject({
        data: { createIntegrationRun: { integrationRun: { databaseId: 201, status: 'PENDING' } } },
      });
      await expect.poll(() => resultOf(page)).toContain('"databaseId": 201');

      await selectTab(page, 'StartRun');
      await replaceNumber(page, '1', '201');
      const started = { data: { startIntegrationRun: { integrationRun: { status: 'RUNNING', version: 2 } } } };
      expect(await execute(page, pressButton(page))).toMatchObject(started);
      await expect.poll(() => resultOf(page)).toContain('"status": "RUNNING"');
      expect(await execute(page, pressButton(page))).toMatchObject(started);

      await replaceNumber(page, '201', '199');
      expect(await execute(page, pressButton(page))).toMatchObject({
        data: { startIntegrationRun: { code: 'INVALID_TRANSITION', currentStatus: 'SUCCESSFUL', allowedTransitions: [] } },
      });
      await expect.poll(() => resultOf(page)).toContain('Integration run 199 is successful');

      const { data } = await world.graphql('{ integrationRun(by: { databaseId: 201 }) { status version } }');
      expect(data).toEqual({ integrationRun: { status: 'RUNNING', version: 2 } });
    }),
  );

  test(
    'underlines a field that the schema does not have, and says why',
    visit(async (page) => {
      await typeIntoBoard(page, 'nonsense ');
      await page.keyboard.press('Escape'); // of suggestions
      await page.locator('.squiggly-error').first().waitFor();
      // a single hover now and then shows nothing: point at the word again until the message is there
      const explanation = async (): Promise<string> => {
        await page.mouse.move(0, 0);
        await editorOf(page).getByText('nonsense').first().hover();
        await delay(1_000);
        return textOf(page.locator('.monaco-hover'));
      };
      await expect.poll(explanation, { timeout: 20_000 }).toContain('Cannot query field "nonsense" on type "IntegrationRunConnection".');
    }),
  );

  test(
    'suggests the fields of the type in which the caret is',
    visit(async (page) => {
      await typeIntoBoard(page, ' ');
      await page.keyboard.press('Control+Space');
      await expect
        .poll(() => page.locator('.suggest-widget .monaco-list-row .label-name').allInnerTexts())
        .toEqual(['edges', 'nodes', 'pageInfo', 'totalCount', '__typename']);
      const workers = page.workers().map((worker) => worker.url().replace(/v=[0-9a-f]{12}$/, 'v='));
      expect(workers).toContain(`${server.url}/graphql/assets/graphql.worker.js?v=`);
      expect(workers.filter((url) => !url.startsWith(`${server.url}/graphql/assets/`))).toEqual([]);
    }),
  );

  test(
    'explains the schema in its documentation',
    visit(async (page) => {
      await page.getByLabel('Show Documentation Explorer').click();
      const documentation = page.locator('.graphiql-doc-explorer');
      await documentation.getByText('Query', { exact: true }).click();
      await expect.poll(() => textOf(documentation)).toContain('What can be read.');
      await documentation.getByText('IntegrationRun', { exact: true }).first().click();
      await expect
        .poll(() => textOf(documentation))
        .toContain('One execution of an integration: its status, its counts, its times and the errors that it met.');
      expect(await textOf(documentation)).toContain('The moves that the run can make from its status; none for a successful run.');
    }),
  );

  test(
    'keeps what was typed when the page is reloaded',
    visit(async (page) => {
      await typeIntoBoard(page, '__typename ');
      await page.keyboard.press('Escape');
      await page.waitForURL(/query=.*__typename/);
      await delay(1_000); // tabs are stored half a second after the last key
      await page.reload();
      await expect.poll(() => textOf(page.locator('.graphiql-query-editor .view-lines'))).toContain('__typename totalCount');
      expect(await tabNames(page)).toEqual(names);
    }),
  );

  test(
    'asks for nothing but the page and the schema on a second visit',
    visit(
      async (page) => {
        const files = ['graphiql.js', 'graphiql.css', 'graphql.worker.js', 'json.worker.js', 'editorWorkerService.worker.js'];
        const expected = files.map((file) => `GET /graphql/assets/${file}`);
        await expect.poll(() => asked, { timeout: 10_000 }).toEqual(expect.arrayContaining(expected));
        await delay(1_000); // until the last of them has come
        asked.length = 0;
        await open(page);
        await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
        await delay(1_000);
        expect(asked).toEqual(['GET /graphql', 'POST /graphql']);
      },
      { blocking: false }, // a route switches the browser's cache off; other hosts still don't resolve, and are still reported
    ),
  );
});
