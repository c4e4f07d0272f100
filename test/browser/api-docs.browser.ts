// The page that documents the REST paths, as its readers meet it: in Chromium, from our own server, with every other host out of reach.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { operators } from '../../src/rest/request/query/operators.js';
import { routes } from '../../src/rest/routes.js';
import { useWorld } from '../support/world.js';
import { useVisits } from './visits.js';

describe('in Chromium', () => {
  const world = useWorld();
  const { visit } = useVisits(world, {
    open: async (page, address) => {
      await page.goto(`${address}/api/docs`);
      await page.locator('.opblock').first().waitFor();
    },
  });

  /** Opens an operation, tries it out, and gives back the status and the body that are shown. */
  const execute = async (page: Page, operationId: string, fill: (block: Locator) => Promise<void> = async () => undefined) => {
    const block = page.locator(`[id$="-${operationId}"]`);
    await block.locator('.opblock-summary-control').click();
    await block.getByRole('button', { name: 'Try it out' }).click();
    await fill(block);
    await block.getByRole('button', { name: 'Execute', exact: true }).click();
    const answer = block.locator('.live-responses-table .response');
    await answer.locator('.response-col_description code').first().waitFor();
    const textOf = async (locator: Locator): Promise<string> => (await locator.textContent()) ?? '';
    return {
      url: await textOf(block.locator('.request-url pre')),
      status: await textOf(answer.locator('.response-col_status')),
      body: await textOf(answer.locator('.response-col_description code').first()),
    };
  };

  test(
    'lists every path, and what each resource is',
    visit(async (page) => {
      expect(await page.title()).toBe('Integration runs · REST');
      expect(await page.locator('.opblock').count()).toBe(routes.length + 1); // and the feed of changes
      expect(await page.locator('.opblock-tag').first().textContent()).toContain('One execution of an integration');
      const screenshot = process.env['API_DOCS_SCREENSHOT'];
      if (screenshot !== undefined) await page.screenshot({ path: screenshot });
    }),
  );

  test(
    'shows the operators, and the associations to ask through',
    visit(async (page) => {
      const block = page.locator('[id$="-get_integration_runs"]');
      await block.locator('.opblock-summary-control').click();
      const conditions = block.locator('[data-param-name="conditions"]');
      await conditions.getByText('association[attribute]=value').scrollIntoViewIfNeeded();
      expect(await conditions.locator('tbody tr').count()).toBe(Object.keys(operators).length);
      const screenshot = process.env['API_DOCS_SCREENSHOT'];
      if (screenshot !== undefined) await page.screenshot({ path: screenshot.replace('.png', '-conditions.png') });
    }),
  );

  test(
    'queries runs with what it fills in itself',
    visit(async (page) => {
      const { status, body } = await execute(page, 'get_integration_runs');
      expect(status).toMatch(/^200/);
      expect(body).toContain('"integration-errors"');
    }),
  );

  test(
    'queries with conditions in brackets, and sends a limit',
    visit(async (page) => {
      const { url, status, body } = await execute(page, 'get_integration_runs', async (block) => {
        await block
          .locator('[data-param-name="conditions"] textarea')
          .fill('{"status[in]": "failed", "integration[code][starts_with]": "erp"}');
        await block.locator('[data-param-name="limit"] input').fill('2');
      });
      expect(decodeURIComponent(url)).toContain('status[in]=failed&integration[code][starts_with]=erp');
      expect(status).toMatch(/^200/);
      const runs: { status: string; integration: { code: string } }[] = JSON.parse(body);
      expect(runs).toHaveLength(2);
      for (const run of runs) expect([run.status, run.integration.code]).toEqual(['failed', expect.stringMatching(/^erp/)]);
    }),
  );

  test(
    'creates a run with the example that it offers',
    visit(async (page) => {
      const { status, body } = await execute(page, 'post_integration_runs');
      expect(status).toMatch(/^201/);
      expect(JSON.parse(body)).toMatchObject({ status: 'pending', 'total-records': 120, integration: { code: 'erp-invoices' } });
    }),
  );
});
