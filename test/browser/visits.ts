// Visits to a page of ours in Chromium, from our own server, with every other host out of reach.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { listen, type RunningServer } from '../../src/http/server.js';
import type { World } from '../support/world.js';
import { launchChromium } from './chromium.js';

export interface Visits {
  /** Where the server listens; known while tests run. */
  readonly address: () => string;
  /** What the server was asked, such as `GET /graphql`. */
  readonly asked: string[];
  /** A visit by somebody who has never been here: does the work on the page, and fails when anything went wrong meanwhile. */
  visit(work: (page: Page) => Promise<void>, options?: { readonly blocking: boolean }): () => Promise<void>;
}

export interface VisitOptions {
  /** Opens what is visited on the page, until it is ready. */
  open(page: Page, address: string): Promise<void>;
  /** Whether something that went wrong is what the test is about. */
  isMeant?(trouble: string): boolean;
}

/** A server and a browser for the tests of a file. */
export const useVisits = (world: World, { open, isMeant = () => false }: VisitOptions): Visits => {
  let server: RunningServer;
  let browser: Browser;
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
    browser = await launchChromium();
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
        await open(page, server.url);
        await work(page);
        expect(troubles.filter((trouble) => !isMeant(trouble))).toEqual([]);
      } finally {
        await context.close();
      }
    };
  };

  return { address: () => server.url, asked, visit };
};
