// The playground of a gateway that asks for a credential, in Chromium: the page loads, asks, and works once it has one.
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen, type RunningServer } from '../../src/server.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld({ auth: { mode: 'required' } });
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await listen(world.app.handle, '127.0.0.1', 0, 30_000);
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop(1_000);
});

test('asks for a credential, takes it from the headers editor, and keeps it nowhere', async () => {
  const { authorization = '' } = await bearerOf(world, await makeClient(world, ['core.integration.read', 'core.contract.read']));
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));

  const refused = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.goto(`${server.url}/graphql`);
  expect((await refused).status()).toBe(401);
  expect(await page.locator('#notice').innerText()).toContain('This gateway asks for a credential');
  const headers = page.locator('.graphiql-editor-tool .view-line').filter({ hasText: '<token>' });
  await headers.waitFor();

  await headers.click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft'); // the quote stays
  for (const _character of '<token>') await page.keyboard.press('Backspace');
  await page.keyboard.insertText(authorization.replace('Bearer ', ''));
  const introspected = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: /fetch GraphQL schema/i }).click();
  expect((await introspected).status()).toBe(200);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('.graphiql-execute-button').click();
  const { data, errors } = (await (await answered).json()) as { data: { integrationRuns: { totalCount: number } }; errors?: unknown };
  expect({ total: data.integrationRuns.totalCount, errors }).toEqual({ total: 200, errors: undefined });

  const kept = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
  expect(kept).not.toContain(authorization.replace('Bearer ', ''));
  const bottom = await page.evaluate('document.documentElement.scrollHeight - innerHeight');
  expect(bottom).toBeLessThanOrEqual(0); // the notice takes its room from the page, and pushes nothing out of it
  expect(troubles).toEqual([]);
  await context.close();
});
