// What a user does in GraphiQL, and what they see there.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

// Monaco writes spaces that don't break
export const textOf = async (locator: Locator): Promise<string> => (await locator.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
export const editorOf = (page: Page) => page.locator('.graphiql-query-editor .monaco-editor').first();
export const resultOf = (page: Page) => textOf(page.locator('.graphiql-response'));
export const tabNames = (page: Page) => page.locator('.graphiql-tab-button').allInnerTexts();
export const selectTab = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get('query')?.includes(` ${name}`) ?? false); // once GraphiQL has read the text
};
/** Runs the tab with the button or the keys, and gives back what was answered. */
export const execute = async (page: Page, how: () => Promise<void>): Promise<unknown> => {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await how();
  return (await answered).json();
};
export const pressButton = (page: Page) => () => page.locator('.graphiql-execute-button').click();

export const replaceNumber = async (page: Page, before: string, after: string): Promise<void> => {
  const variables = page.locator('.graphiql-editor-tool .view-line');
  await variables.getByText(before, { exact: true }).click();
  await page.keyboard.press('End');
  for (const _digit of before) await page.keyboard.press('Backspace');
  await page.keyboard.type(after);
  await expect.poll(() => textOf(variables)).toContain(`"databaseId": ${after}`);
};

/** Puts the caret before `totalCount`, in the runs' selection, and types. */
export const typeIntoBoard = async (page: Page, text: string): Promise<void> => {
  await editorOf(page).getByText('totalCount', { exact: true }).first().click();
  await page.keyboard.press('Home');
  await page.keyboard.type(text, { delay: 20 });
};

/** Opens the playground, until it knows the schema. */
export const openPlayground = async (page: Page, address: string): Promise<void> => {
  // the schema is there when the first introspection is answered
  const introspected = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.goto(`${address}/graphql`);
  await (await introspected).finished();
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await page.locator('.graphiql-spinner').waitFor({ state: 'detached' });
};
