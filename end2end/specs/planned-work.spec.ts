// Preventive work from both sides: planned, announced, another slot asked, postponed, accepted, seen on the calendars.
import type { Locator, Page } from '@playwright/test';
import { account, axe, everyLook, expect, fitsItsWindow, signIn, test, withoutScripts } from '../support/vigie.ts';

const CLINIC = 'clinique-saint-luc';

test.describe('with scripts', () => {
  test('planned → announced → another slot → postponed → accepted → done', async ({ page, person }) => {
    await journey(page, await person(account.referent(CLINIC)), 'erp-soins', 21);
  });

  test('each page of it fits, in each look', async ({ page, person }) => {
    test.setTimeout(180_000);
    const client = await person(account.referent(CLINIC));
    await everyLook(client, ['/calendar', '/calendar?view=list', '/account', '/interventions'], check);
    await signIn(page, account.dispatcher);
    const component = `/desk/plan?client=${CLINIC}&component=onduleur-strasbourg`;
    await everyLook(page, ['/calendar', '/calendar?view=list', '/desk/plan', component, '/desk/debts'], check);
  });
});

test.describe('without scripts', () => {
  withoutScripts();

  test('planned → announced → another slot → postponed → accepted → done', async ({ page, person }) => {
    const client = await person(account.referent(CLINIC), { scripts: false });
    await journey(page, client, 'imagerie-pacs', 23);
  });

  test('an address for calendar programs is shown once, and dies when it is revoked', async ({ page, request }) => {
    await signIn(page, account.approver(CLINIC));
    await page.goto('/account');
    await send(form(page, 'subscribe_calendar'));
    const address = (await page.locator('[data-address]').innerText()).trim();
    const path = new URL(address).pathname;
    const file = await request.get(path);
    expect(file.headers()['content-type']).toContain('text/calendar');
    expect(await file.text()).toContain('BEGIN:VEVENT');
    await send(form(page, 'unsubscribe_calendar'));
    await expect(page.locator('[data-address]')).toHaveCount(0);
    expect((await request.get(path)).status()).toBe(404);
  });
});

/** `page` is the coordinator's, `client` the contact's. */
async function journey(page: Page, client: Page, component: string, days: number): Promise<void> {
  test.setTimeout(120_000);
  await signIn(page, account.dispatcher);
  await page.goto(`/desk/plan?client=${CLINIC}&component=${component}`);
  const plan = form(page, 'plan_work');
  const site = page.locator('select[name="site"]');
  if (await site.count()) await expect(site).toBeVisible();
  await slot(plan, days, '19:00', '18:00');
  await plan.locator('textarea[name="details"]').fill('Nettoyage des journaux');
  await plan.locator('textarea[name="impact"]').fill('Rien de visible');
  await send(plan);
  // Refused: what was typed stands there still.
  await expect(plan.locator('textarea[name="details"]')).toHaveValue('Nettoyage des journaux');
  await slot(plan, days, '19:00', '20:00');
  await send(plan);
  await expect(page).toHaveURL(/\/desk\/interventions\/CSL-/);
  const reference = page.url().split('/').pop() ?? '';

  const hidden = await client.request.get(`/interventions/${reference}`);
  expect(hidden.status()).toBe(404);
  await press(page, 'announce_work');

  await client.goto('/interventions');
  await client.locator(`[data-reference="${reference}"] a`).first().click();
  const asked = form(client, 'ask_another_slot');
  await open(client, 'ask_another_slot');
  await asked.locator('textarea[name="text"]').fill('Plutôt tôt le matin');
  await send(asked);
  await expect(client.locator('main')).toContainText('Autre créneau demandé');

  await page.goto(`/desk/interventions/${reference}`);
  await expect(page.locator('main')).toContainText('Plutôt tôt le matin');
  const postponed = form(page, 'postpone_work');
  await open(page, 'postpone_work');
  await slot(postponed, days + 1, '06:00', '07:00');
  await postponed.locator('textarea[name="text"]').fill('Comme demandé');
  await send(postponed);
  await press(page, 'announce_work');

  await client.goto(`/interventions/${reference}`);
  await expect(client.locator('main')).toContainText('Comme demandé');
  await send(form(client, 'accept_slot'));
  await expect(client.locator('main')).toContainText('Créneau accepté');
  await client.goto('/calendar?view=list');
  await expect(client.locator(`[data-reference="${reference}"]`)).toContainText('Créneau accepté');
  await page.goto('/calendar?view=list');
  await expect(page.locator(`[data-reference="${reference}"]`)).toContainText('Clinique Saint-Luc');

  await page.goto(`/desk/interventions/${reference}`);
  await send(form(page, 'take_intervention'));
  await press(page, 'prevention_done', 'Journaux nettoyés');
  await client.goto(`/interventions/${reference}`);
  await expect(client.locator('main')).toContainText('Prévention réalisée');
  await expect(client.locator('main')).toContainText('Journaux nettoyés');
}

/** A form of the server function of that name. */
function form(page: Page, name: string): Locator {
  return page.locator(`form[action="/fn/${name}"]`);
}

async function send(one: Locator): Promise<void> {
  await one.locator('button[type="submit"]').first().click();
}

async function open(page: Page, name: string): Promise<void> {
  await page.locator(`details:has(> form[action="/fn/${name}"]) > summary`).click();
}

/** A gesture that unfolds, with a word if one is given. */
async function press(page: Page, name: string, text = ''): Promise<void> {
  await open(page, name);
  if (text) await form(page, name).locator('textarea[name="text"]').fill(text);
  await send(form(page, name));
  await expect(form(page, name)).toHaveCount(0);
}

/** So many days from now, by the clock of the site. */
async function slot(one: Locator, days: number, from: string, to: string): Promise<void> {
  const day = new Date(Date.now() + days * 86_400_000);
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(day);
  await one.locator('input[name="slot_from"]').fill(`${date}T${from}`);
  await one.locator('input[name="slot_to"]').fill(`${date}T${to}`);
}

async function check(page: Page): Promise<void> {
  await axe(page);
  await fitsItsWindow(page);
}
