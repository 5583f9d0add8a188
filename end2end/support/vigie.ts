// The product under test: starting it, signing in, and what every page must respect.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { freePort, Program, temporaryFolder } from './processes.ts';

export { expect };

export const PASSWORD = 'demo-vigie-2026';

/** The demo's accounts, by what they are to the tests. */
export const account = {
  referent: (slug: string) => `referent@${slug}.example`,
  approver: (slug: string) => `valideur@${slug}.example`,
  requester: (slug: string) => `demandeur@${slug}.example`,
  viewer: (slug: string) => `lecteur@${slug}.example`,
  technician: 'technicien@vigie.example',
  dispatcher: 'coordinateur@vigie.example',
  administrator: 'admin@vigie.example',
} as const;

export const CLIENTS = ['atelier-morel', 'clinique-saint-luc', 'armor-logistique'] as const;

/** "2026-10": so many months before this one, by the demo's clock. The one before this one is a draft there. */
export function lastMonth(back: number): string {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date());
  const [year, month] = today.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1 - back, 1)).toISOString().slice(0, 7);
}

/** A running `vigie demo` with a data folder of its own. */
export interface Vigie {
  url: string;
  /** For `--database` of the other commands. */
  database: string;
  output(): string;
  stop(): Promise<void>;
}

/** The binary under test: what `cargo xtask test` built, unless the environment names another. */
export function binary(): string {
  return process.env.VIGIE_BIN ?? path.resolve(import.meta.dirname, '../../target/debug/vigie');
}

/** Starts `vigie demo` and waits until it is ready. */
export async function startDemo(): Promise<Vigie> {
  const { folder, remove } = await temporaryFolder('demo');
  const listen = `127.0.0.1:${await freePort()}`;
  const program = new Program('vigie demo', binary(), ['demo', '--listen', listen, '--data', folder]);
  const stop = async () => {
    await program.stop();
    await remove();
  };
  const url = `http://${listen}`;
  try {
    await program.answersAt(`${url}/readyz`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    database: `sqlite://${path.join(folder, 'vigie.db')}`,
    output: () => program.output,
    stop,
  };
}

/** Runs one of the binary's other commands to its end, and gives its standard output. */
export async function runVigie(...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(binary(), words, (error, stdout, stderr) => {
      if (error) reject(new Error(`vigie ${words.join(' ')}: ${error.message}\n${stderr}`));
      else resolve(stdout);
    });
  });
}

/** Signs in through the form, as a person does; works with scripts off. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form:has(input[name="password"]) [type="submit"]').first().click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Everything that a page complained about: console errors, exceptions, and breaches of the content policy. */
export class Complaints {
  private readonly found: string[] = [];

  /** Listens to every page of the context, those to come included. */
  static async of(context: BrowserContext): Promise<Complaints> {
    const complaints = new Complaints();
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.add(message.page(), `console: ${message.text()}`);
    });
    context.on('weberror', (error) => complaints.add(error.page(), `exception: ${error.error()}`));
    await context.exposeBinding('reportPolicyBreach', ({ page }, breach: string) =>
      complaints.add(page, `content policy: ${breach}`),
    );
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (window as unknown as Record<string, (breach: string) => void>).reportPolicyBreach;
        report?.(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    return complaints;
  }

  /** Lets a complaint pass that the test provokes, such as the browser's own line about a 404. */
  expected: RegExp[] = [];

  expectNone(): void {
    const unexpected = this.found.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
    expect(unexpected, 'complaints of the pages').toEqual([]);
  }

  private add(page: Page | null, text: string): void {
    this.found.push(`${page?.url() ?? '?'}: ${text}`);
  }
}

/** No violation of the accessibility rules: WCAG 2.2 AA and axe's best practices. It runs in the page: with scripts on only. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const shown = violations.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    where: nodes.map((node) => `${node.target.join(' ')} — ${node.failureSummary}`),
  }));
  expect(shown, `accessibility of ${page.url()}`).toEqual([]);
}

export const VIEWPORTS = {
  phone: { width: 360, height: 800 },
  desk: { width: 1280, height: 900 },
} as const;

/** One way of looking at a page. */
export interface Look {
  theme: 'light' | 'dark';
  viewport: keyof typeof VIEWPORTS;
}

export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((theme) =>
  (['phone', 'desk'] as const).map((viewport) => ({ theme, viewport })),
);

/** Shows the page in this look, without loading it again. */
export async function look(page: Page, { theme, viewport }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize(VIEWPORTS[viewport]);
}

/** Visits each address in each look; calls the check on each, and keeps a picture when a folder is named. */
export async function everyLook(
  page: Page,
  addresses: readonly string[],
  check: (page: Page, name: string) => Promise<void>,
  pictures = process.env.VIGIE_PICTURES,
): Promise<void> {
  for (const address of addresses) {
    await page.goto(address);
    for (const chosen of LOOKS) {
      await look(page, chosen);
      const name = `${fileName(address)}-${VIEWPORTS[chosen.viewport].width}-${chosen.theme}`;
      await check(page, name);
      if (pictures) {
        await mkdir(pictures, { recursive: true });
        await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
      }
    }
  }
}

/** A page wider than its window would make a phone scroll sideways. */
export async function fitsItsWindow(page: Page): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(excess, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

function fileName(address: string): string {
  return address.replace(/^\//, '').replace(/[^a-z0-9-]+/gi, '-') || 'overview';
}

/** What a second person needs: a window with a session of its own, held to the same rules. */
export type NewPerson = (email: string, options?: { scripts?: boolean }) => Promise<Page>;

interface PerTest {
  complaints: Complaints;
  person: NewPerson;
}

interface PerWorker {
  vigie: Vigie;
}

/** The tests of the journeys: one demo for all that a worker runs, no complaint left unread. */
export const test = base.extend<PerTest, PerWorker>({
  vigie: [
    async ({}, use) => {
      const vigie = await startDemo();
      await use(vigie);
      await vigie.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ vigie }, use) => use(vigie.url),

  complaints: [
    async ({ context }, use) => {
      const complaints = await Complaints.of(context);
      await use(complaints);
      complaints.expectNone();
    },
    { auto: true },
  ],

  person: async ({ browser, baseURL }, use) => {
    const opened: { context: BrowserContext; complaints: Complaints }[] = [];
    await use(async (email, { scripts = true } = {}) => {
      const context = await browser.newContext({ baseURL, javaScriptEnabled: scripts });
      opened.push({ context, complaints: await Complaints.of(context) });
      const page = await context.newPage();
      await signIn(page, email);
      return page;
    });
    for (const { context, complaints } of opened) {
      await context.close();
      complaints.expectNone();
    }
  },
});

/** Runs the journeys of a describe block with scripts off. */
export function withoutScripts(): void {
  test.use({ javaScriptEnabled: false });
}
