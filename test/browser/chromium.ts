// Chromium, for which the internet is this machine: every host that isn't named is out of reach.
import { type Browser, chromium } from 'playwright-core';

/** Starts one that takes the hosts for this machine, as if a name server had said so. */
export const launchChromium = (hosts: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      `--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1, `).join('')}MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
