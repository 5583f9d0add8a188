// An administrator starts a contract from a template, prepares its next version, publishes it, and sees it as the client does.
import type { Locator, Page } from '@playwright/test';
import { account, axe, everyLook, expect, fitsItsWindow, signIn, test, withoutScripts } from '../support/vigie.ts';

const WORKSHOP = 'atelier-morel';
const CLINIC = 'clinique-saint-luc';

test.describe('without scripts', () => {
  withoutScripts();

  test('template → draft → edit → preview → publish → the contact reads it', async ({ page, person }) => {
    test.setTimeout(120_000);
    await signIn(page, account.administrator);
    await page.goto(`/desk/clients/${WORKSHOP}`);
    await page.locator(`a[href="/desk/clients/${WORKSHOP}/contracts/new"]`).click();

    const start = form(page, 'create_contract');
    await start.locator('select[name="template"]').selectOption('essentiel');
    await start.locator('input[name="number"]').fill('2026-E2E');
    await start.locator('input[name="title"]').fill('Contrat de l’atelier');
    await start.locator('input[name="starts"]').fill('2099-01-01');
    await send(start);
    await expect(page).toHaveURL(/\/drafts\/\d+$/);
    const draft = page.url();

    // A line to fill in keeps the draft from being published, and says why.
    const added = form(page, 'add_line');
    await page.locator('details:has(form[action="/fn/add_line"]) > summary').click();
    await added.locator('select[name="service"]').selectOption('managed');
    await added.locator('input[name="title"]').fill('Infogérance des serveurs');
    await added.locator('select[name="clause"]').selectOption('2.1');
    await send(added);
    await expect(page).toHaveURL(/\/lines\/infogerance-des-serveurs$/);
    await expect(page.locator('main')).toContainText('Aucune heure d’ouverture n’est donnée.');

    // Refused: what was typed stands there still, with the reason beside it.
    const hours = form(page, 'save_hours');
    await hours.locator('input[name="day1"]').fill('8-12, 11-18');
    await send(hours);
    await expect(hours.locator('input[name="day1"]')).toHaveValue('8-12, 11-18');
    await expect(hours).toContainText('Deux plages se chevauchent.');
    await hours.locator('input[name="day1"]').fill('8-12, 14-18');
    await send(hours);
    await expect(hours.locator('input[name="day1"]')).toHaveValue('08:00-12:00, 14:00-18:00');

    const targets = form(page, 'save_targets');
    await targets.locator('input[name="p1_response"]').fill('30 min');
    for (const level of ['p2', 'p3', 'p4']) await targets.locator(`input[name="${level}_none"]`).check();
    await send(targets);
    await expect(targets.locator('input[name="p4_none"]')).toBeChecked();
    const item = page.locator('section[aria-labelledby="scope"] form[action="/fn/add_scope_item"]');
    await item.locator('select[name="category"]').selectOption('infrastructure');
    await item.locator('select[name="clause"]').selectOption('2.1');
    await send(item);
    await expect(page.locator('#scope ~ ul')).toContainText('Infrastructure');
    await expect(page.locator('main')).not.toContainText('À corriger avant de publier');

    // Nothing of it reaches the client before it is published.
    const contact = await person(account.referent(WORKSHOP), { scripts: false });
    await contact.goto('/contract');
    await expect(contact.locator('body')).not.toContainText('2026-E2E');

    await page.goto(`${draft}/preview`);
    await expect(page.locator('main')).toContainText('Aucune version de ce contrat n’est en vigueur ce jour-là');
    await send(form(page, 'publish_draft'));
    await expect(page).toHaveURL(new RegExp(`/desk/clients/${WORKSHOP}/contract$`));
    await contact.reload();
    await expect(contact.locator('.other-versions')).toContainText('2026-E2E');
    await expect(contact.locator('.other-versions')).toContainText('à venir');
  });

  test('the next version: gained, lost, published for today', async ({ page, person }) => {
    test.setTimeout(120_000);
    await signIn(page, account.administrator);
    await page.goto(`/desk/clients/${CLINIC}`);
    await page.locator('form:has(input[name="number"][value="2026-014"]) button').click();
    await expect(page).toHaveURL(/\/drafts\/\d+$/);
    const draft = page.url();

    const head = form(page, 'save_draft');
    await head.locator('input[name="starts"]').fill(today());
    await send(head);
    await expect(head.locator('input[name="starts"]')).toHaveValue(today());

    await sayEveryLevel(page, draft);
    await page.goto(`${draft}/lines/maintenance`);
    const item = page.locator('section[aria-labelledby="scope"] form[action="/fn/add_scope_item"]');
    await page.locator('section[aria-labelledby="scope"] details:has(form[action="/fn/add_scope_item"]) > summary').click();
    await item.locator('label[for$="polarity-excluded"]').click();
    await item.locator('select[name="component"]').selectOption('laboratoire');
    await item.locator('select[name="clause"]').selectOption('4.2');
    await item.locator('input[name="note"]').fill('Repris par l’éditeur');
    await send(item);
    // What was left out is taken in.
    await page.locator('li', { hasText: 'Imprimantes Colmar' }).locator('button').click();
    await page.locator('section[aria-labelledby="scope"] details:has(form[action="/fn/add_scope_item"]) > summary').click();
    await item.locator('label[for$="polarity-included"]').click();
    await item.locator('select[name="component"]').selectOption('imprimantes-colmar');
    await item.locator('select[name="clause"]').selectOption('4.2');
    await send(item);

    await page.goto(`${draft}/preview`);
    await expect(page.locator('[data-cover="lost"]')).toContainText('Logiciel du laboratoire');
    await expect(page.locator('[data-cover="gained"]')).toContainText(/[Ii]mprimantes/);
    await expect(page.locator('.differences')).toContainText('Repris par l’éditeur');
    await send(form(page, 'publish_draft'));

    const contact = await person(account.referent(CLINIC), { scripts: false });
    await contact.goto('/contract');
    await expect(contact.locator('.kicker')).toContainText('version 4, en vigueur');
    await contact.goto('/status/laboratoire');
    await expect(contact.locator('main')).not.toContainText('Panne couverte');
  });

  test('looking as a contact: reads, and changes nothing', async ({ page, complaints }) => {
    complaints.expected = [/status of 403/];
    await signIn(page, account.administrator);
    await page.goto(`/desk/clients/${CLINIC}`);
    await page.locator('li', { hasText: account.viewer(CLINIC) }).locator('form[action="/fn/look_as"] button').click();
    await expect(page).toHaveURL(/\/$/);
    const banner = page.locator('.looking');
    await expect(banner).toContainText('Vous voyez le portail comme');
    for (const place of ['/status', '/contract', '/history']) {
      await page.goto(place);
      await expect(banner).toBeVisible();
    }
    const desk = await page.goto('/desk');
    expect(desk?.status()).toBe(403);
    await expect(page.locator('main')).toContainText('Vous regardez le portail comme un contact.');
    const own = await page.goto('/account');
    expect(own?.status()).toBe(403);
    await banner.locator('button').click();
    await expect(page).toHaveURL(new RegExp(`/desk/clients/${CLINIC}$`));
    await expect(banner).toHaveCount(0);
  });
});

for (const language of ['fr', 'en'] as const) {
  test.describe(`in ${language === 'fr' ? 'French' : 'English'}`, () => {
    test.use({ locale: language === 'fr' ? 'fr-FR' : 'en-GB' });

    test('every page of it, in every look', async ({ page }) => {
      test.setTimeout(240_000);
      await signIn(page, account.administrator);
      if (language === 'en') {
        await page.goto('/account');
        const select = page.locator('select[name="language"]');
        if (await select.count()) await select.selectOption('en');
        else await page.locator('label[for$="language-en"]').click();
        await page.locator('form:has([name="language"]) [type="submit"]').first().click();
      }
      await page.goto(`/desk/clients/${WORKSHOP}`);
      const prepare = page.locator('form[action="/fn/prepare_version"] button').first();
      if (await prepare.count()) await prepare.click();
      else await page.locator('.workbench a[href*="/drafts/"]').first().click();
      const draft = new URL(page.url()).pathname;
      const line = new URL((await page.locator('.draft-lines a').first().getAttribute('href'))!, page.url()).pathname;
      // What each page says when something must be corrected.
      await page.goto(line);
      const hours = form(page, 'save_hours');
      await hours.locator('input[name="day2"]').fill('matin');
      await send(hours);
      await check(page);
      const pages = [
        `/desk/clients/${WORKSHOP}`,
        `/desk/clients/${WORKSHOP}/contracts/new`,
        draft,
        line,
        `${draft}/preview`,
      ];
      await everyLook(page, pages, check);
      await page.goto(`/desk/clients/${WORKSHOP}`);
      await page.locator('form[action="/fn/look_as"] button').first().click();
      await page.waitForURL(/\/$/);
      await everyLook(page, ['/', '/status', '/contract'], check);
      await page.locator('.looking button').click();
      await page.waitForURL(new RegExp(`/desk/clients/${WORKSHOP}$`));
    });
  });
}

function form(page: Page, action: string) {
  return page.locator(`form[action="/fn/${action}"]`).last();
}

async function send(form: Locator): Promise<void> {
  await form.locator('[type="submit"]').first().click();
}

/** A grid that says something of one level says something of each: what is left open becomes "no commitment". */
async function sayEveryLevel(page: Page, draft: string): Promise<void> {
  await page.goto(draft);
  const links = page.locator('.draft-lines a');
  const lines = await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  for (const line of lines) {
    await page.goto(line);
    const grid = form(page, 'save_targets');
    const delays = grid.locator('input:not([type="hidden"], [type="checkbox"])');
    const said = await delays.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value !== ''));
    if (!said.includes(true)) continue;
    const perLevel = said.length / 4;
    for (const [index, level] of ['p1', 'p2', 'p3', 'p4'].entries()) {
      const silent = !said.slice(index * perLevel, (index + 1) * perLevel).includes(true);
      if (silent) await grid.locator(`input[name="${level}_none"]`).check();
    }
    await send(grid);
    await expect(page).toHaveURL(/#targets$/);
  }
}

/** In Paris, where the clinic is. */
function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date());
}

async function check(page: Page): Promise<void> {
  await axe(page);
  await fitsItsWindow(page);
}
