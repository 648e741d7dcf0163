// Chromium, with an ear on its console: a journey fails where a page complains.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as executablePath, fromFrontend } from "./paths.mjs";

const args = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const patience = 20_000; // milliseconds for one thing to happen on a page

export class Browser {
  #town;
  #open = [];

  constructor(town) {
    this.#town = town;
  }

  /** A visitor of their own: nothing of another's is there. `options`: Playwright's, for the context. */
  async visitor(options = {}) {
    const { chromium } = fromFrontend("playwright-core");
    const profile = mkdtempSync(join(tmpdir(), "radslag-visitor-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      chromiumSandbox: false,
      args,
      locale: "sv",
      baseURL: this.#town.url,
      viewport: { width: 1280, height: 1024 },
      acceptDownloads: true,
      ...options,
    });
    context.setDefaultTimeout(patience);
    this.#open.push({ context, profile });
    const page = context.pages()[0] ?? (await context.newPage());
    return { context, page, complaints: listen(page) };
  }

  async close() {
    for (const { context, profile } of this.#open.splice(0)) {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  }
}

/** Errors, warnings and blocked contents that the page's console shows. `expect` lets those pass that a journey causes on purpose. */
function listen(page) {
  const heard = [];
  const expected = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && heard.push(`${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`${page.url()}: ${error}`));
  return {
    expect: (pattern) => expected.push(pattern),
    none() {
      const unexpected = heard.filter((text) => !expected.some((pattern) => pattern.test(text)));
      if (unexpected.length > 0) throw new Error(`the console says: ${unexpected.join("; ")}`);
    },
  };
}

/** Everything that a site can leave in a browser. */
export async function traces(context, page) {
  const inPage = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: globalThis.caches ? (await caches.keys()).length : 0,
    workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
  }));
  return { cookies: (await context.cookies()).length, ...inPage };
}
