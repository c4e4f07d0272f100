// The playground of a gateway that asks for a credential, in Chromium: the page loads, asks, and works once it has one.
import { expect, test } from 'vitest';
import { bearerOf, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { execute, pressButton } from './graphiql.js';
import { useVisits } from './visits.js';

const world = useWorld({ auth: { mode: 'required' } });
const { visit } = useVisits(world, {
  open: async (page, address) => {
    const refused = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto(`${address}/graphql`);
    expect((await refused).status()).toBe(401);
  },
  isMeant: (trouble) => /^(401: |error: .* 401 )/.test(trouble),
});

test(
  'asks for a credential, takes it from the headers editor, and keeps it nowhere',
  visit(async (page) => {
    const { authorization = '' } = await bearerOf(world, await makeClient(world, ['core.integration.read', 'core.contract.read']));
    const token = authorization.replace('Bearer ', '');
    expect(await page.locator('#notice').innerText()).toContain('This gateway asks for a credential');
    const headers = page.locator('.graphiql-editor-tool .view-line').filter({ hasText: '<token>' });
    await headers.waitFor();

    await headers.click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft'); // the quote stays
    for (const _character of '<token>') await page.keyboard.press('Backspace');
    await page.keyboard.insertText(token);
    const introspected = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: /fetch GraphQL schema/i }).click();
    expect((await introspected).status()).toBe(200);
    const answer = await execute(page, pressButton(page));
    expect(answer).toMatchObject({ data: { integrationRuns: { totalCount: 200 } } });
    expect(answer).not.toHaveProperty('errors');

    const kept = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
    expect(kept).not.toContain(token);
    const bottom = await page.evaluate('document.documentElement.scrollHeight - innerHeight');
    expect(bottom).toBeLessThanOrEqual(0); // the notice takes its room from the page, and pushes nothing out of it
  }),
);
