// The playground as its users meet it: in Chromium, from our own server, with every other host out of reach.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import {
  editorOf,
  execute,
  openPlayground,
  pressButton,
  replaceNumber,
  resultOf,
  selectTab,
  tabNames,
  textOf,
  typeIntoBoard,
} from './graphiql.js';
import { useVisits } from './visits.js';

const names = [
  'Board',
  'FailedWithOpenContractErrors',
  'Statistics',
  'OpenCauses',
  'Run',
  'CreateRun',
  'StartRun',
  'Live',
  'CreateWebhook',
];
const world = useWorld({ isFollowed: true });
const { address, asked, visit } = useVisits(world, {
  open: openPlayground,
  isMeant: (trouble) => /^failed: .*subscription\+Live.*ERR_ABORTED$/.test(trouble), // who stops a subscription
});

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
  'shows figures and causes in tabs of their own',
  visit(async (page) => {
    for (const [tab, field] of [
      ['Statistics', 'integrationRunStatistics'],
      ['OpenCauses', 'integrationErrorGroups'],
    ] as const) {
      await selectTab(page, tab);
      const answer = await execute(page, pressButton(page));
      expect(answer).toMatchObject({ data: { [field]: expect.anything() } });
      expect(answer).not.toHaveProperty('errors');
      await expect.poll(() => resultOf(page)).toContain(`"${field}": {`);
    }
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
    expect(workers).toContain(`${address()}/graphql/assets/graphql.worker.js?v=`);
    expect(workers.filter((url) => !url.startsWith(`${address()}/graphql/assets/`))).toEqual([]);
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
    expect(await textOf(documentation)).toContain(
      'The moves that the run can make from its status, whoever asks; none for a successful run.',
    );
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
      await openPlayground(page, address());
      await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
      await delay(1_000);
      expect(asked).toEqual(['GET /graphql', 'POST /graphql']);
    },
    { blocking: false }, // a route switches the browser's cache off; other hosts still don't resolve, and are still reported
  ),
);

test(
  'shows what happens to the runs, as it happens',
  visit(async (page) => {
    await selectTab(page, 'Live');
    const begun = page.waitForResponse((response) => /^text\/event-stream/.test(response.headers()['content-type'] ?? ''));
    await pressButton(page)();
    await begun;
    await delay(500);
    const other = await page.context().newPage(); // as the tab says
    await openPlayground(other, address());
    await selectTab(other, 'CreateRun');
    const created = await execute(other, pressButton(other));
    const { databaseId } = (created as { data: { createIntegrationRun: { integrationRun: { databaseId: number } } } }).data
      .createIntegrationRun.integrationRun;
    await expect
      .poll(() => resultOf(page), { timeout: 5_000 })
      .toMatch(new RegExp(`"change": "ENTERED",[\\s\\S]*"databaseId": ${databaseId},`));
    await selectTab(other, 'StartRun');
    await replaceNumber(other, '1', String(databaseId));
    await execute(other, pressButton(other));
    await expect.poll(() => resultOf(page), { timeout: 5_000 }).toMatch(/"change": "UPDATED",[\s\S]*"status": "RUNNING"/);
    await other.close();
    await pressButton(page)(); // stops it
  }),
);
