// A month's report: drafted at the desk, unknown to the client, published, read, printed, with scripts on and off.
import type { Locator, Page } from '@playwright/test';
import { account, axe, expect, fitsItsWindow, lastMonth, signIn, test, withoutScripts } from '../support/vigie.ts';

test('a report, from the draft to the paper, with scripts', async ({ page, person }) => {
  test.setTimeout(180_000);
  await journey(page, person, 'atelier-morel', true);
});

test.describe('without scripts', () => {
  withoutScripts();

  test('a report, from the draft to the paper', async ({ page, person }) => {
    test.setTimeout(180_000);
    await journey(page, person, 'armor-logistique', false);
  });
});

async function journey(
  page: Page,
  person: (email: string, options?: { scripts?: boolean }) => Promise<Page>,
  client: string,
  scripts: boolean,
): Promise<void> {
  const month = lastMonth(1);
  const words = `Relu avec ${client}, <b>sans réserve</b>.`;
  const desk = await person(account.dispatcher, { scripts });
  await desk.goto('/desk/reports');
  await desk.locator(`li[data-client="${client}"] a`).click();
  await desk.waitForURL(new RegExp(`/desk/reports/${client}/${month}$`));

  // Written beside the figures, and kept.
  const draft = form(desk, 'save_report');
  await draft.locator('textarea[name="summary"]').fill(words);
  await send(draft);
  await expect(desk.locator('main')).toContainText('Brouillon enregistré');
  await expect(draft.locator('textarea[name="summary"]')).toHaveValue(words);

  // An action needs somebody: what was typed is still there.
  await desk.locator('details.act > summary').click();
  const add = form(desk, 'add_resolve');
  await add.locator('input[name="text"]').fill('Changer les batteries');
  await add.locator('input[name="due"]').fill('2031-03-01');
  await send(add);
  await expect(add.locator('input[name="text"]')).toHaveValue('Changer les batteries');
  await expect(add.locator('input[name="owner"]')).toHaveAttribute('aria-invalid', 'true');
  await add.locator('input[name="owner"]').fill('Camille Ordonneau');
  await send(add);
  await expect(desk.locator('#resolves tbody')).toContainText('Changer les batteries');
  await expect(desk.locator('#resolves tbody')).toContainText('reportée de');

  // The client knows of nothing.
  await signIn(page, account.referent(client));
  await page.goto('/reports');
  await expect(page.locator(`li[data-report="${month}"]`)).toContainText('Pas encore publié');
  expect((await page.request.get(`/reports/${month}`)).status()).toBe(404);
  expect((await page.request.get(`/reports/${month}/rows.csv`)).status()).toBe(404);

  await send(form(desk, 'publish_report'));
  await expect(form(desk, 'save_report')).toHaveCount(0);
  await expect(desk.locator('article.monthly')).toContainText(words);

  await page.goto('/reports');
  await page.locator(`li[data-report="${month}"] a`).click();
  await expect(page.locator('#summary')).toContainText(words);
  await expect(page.locator('#resolves')).toContainText('Changer les batteries');
  await fitsItsWindow(page);
  if (scripts) await axe(page);
  // Each figure leads to its section, and what it is made of to its own page.
  await page.locator('.key-figures a').first().click();
  await expect(page).toHaveURL(/#availability$/);
  const intervention = page.locator('a.reference').first();
  const reference = await intervention.textContent();
  expect((await page.request.get(`/interventions/${reference}`)).status()).toBe(200);
  const file = await page.request.get(`/reports/${month}/rows.csv`);
  expect(file.headers()['content-type']).toBe('text/csv; charset=utf-8');
  expect(await file.text()).toContain('Disponibilité');

  // On paper: the provider, the client, the contract, and nothing to click one's way by.
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.report-head')).toContainText('Sémaphore');
  await expect(page.locator('.nav')).toBeHidden();
  await expect(page.locator('.actions').first()).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  // What is published is corrected in sight of all.
  await desk.locator('details.act > summary').click();
  const correct = form(desk, 'correct_report');
  await correct.locator('textarea[name="reason"]').fill('Relecture : le détail des heures est à jour.');
  await send(correct);
  await page.goto(`/reports/${month}`);
  await expect(page.locator('[data-correction="1"]')).toContainText('Relecture');
  await expect(page.locator('#summary')).toContainText(words);
}

function form(page: Page, action: string): Locator {
  return page.locator(`form[action="/fn/${action}"]`);
}

async function send(target: Locator): Promise<void> {
  const page = target.page();
  await Promise.all([page.waitForEvent('load'), target.locator('button[type="submit"]').first().click()]);
}
