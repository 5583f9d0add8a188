// A day at the desk: a call, a canned answer put into a message, work handed over and taken by one of two, a content
// erased for ever, a client's page with its contract beside; by keyboard where there are scripts, by forms where not.
import type { Locator, Page } from '@playwright/test';
import { account, axe, everyLook, expect, fitsItsWindow, signIn, test, withoutScripts } from '../support/vigie.ts';

const CLINIC = 'clinique-saint-luc';

test.describe('with scripts', () => {
  test('called → answered from a canned text → handed over → taken once → erased', async ({ page, person }) => {
    await day(page, (email) => person(email), 'scripts');
  });

  test('one letter does what a button does, never while typing, and can be turned off', async ({ page }) => {
    await signIn(page, account.technician);
    await page.goto('/desk');
    const rows = page.locator('.queue-row');
    expect(await rows.count()).toBeGreaterThan(1);
    await page.keyboard.press('j');
    await expect(rows.nth(0).locator('a').first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(rows.nth(1).locator('a').first()).toBeFocused();
    await page.keyboard.press('k');
    await expect(rows.nth(0).locator('a').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await expect(page.locator('[role="search"] select').first()).toBeFocused();
    // In a field a letter is a letter.
    await page.keyboard.press('?');
    await expect(page.locator('#keys')).toBeHidden();
    await page.locator('h1').click();
    await page.keyboard.press('Control+j');
    await expect(rows.nth(0).locator('a').first()).not.toBeFocused();

    await page.keyboard.press('?');
    const help = page.locator('#keys');
    await expect(help).toBeVisible();
    await axe(page);
    await help.getByRole('checkbox').uncheck();
    await help.getByRole('button').click();
    await page.keyboard.press('j');
    await expect(rows.nth(1).locator('a').first()).not.toBeFocused();
    await page.reload();
    await page.keyboard.press('?');
    await expect(help).toBeHidden();
    await page.getByRole('button', { name: 'Raccourcis clavier' }).click();
    await help.getByRole('checkbox').check();
    await help.getByRole('button').click();

    await page.keyboard.press('j');
    const reference = (await rows.nth(0).getAttribute('data-reference')) ?? '';
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/desk/interventions/${reference}`);
    await page.keyboard.press('i');
    await expect(form(page, 'internal_note').locator('textarea')).toBeFocused();
    await page.keyboard.type('jki');
    await expect(form(page, 'internal_note').locator('textarea')).toHaveValue('jki');
    await page.locator('h1').click();
    await page.keyboard.press('q');
    await page.waitForURL('**/desk');
    await page.keyboard.press('c');
    await page.waitForURL('**/desk/call');
  });

  test('each page of it fits, in each look', async ({ page }) => {
    test.setTimeout(180_000);
    await signIn(page, account.dispatcher);
    await everyLook(page, ['/desk/answers', `/desk/clients/${CLINIC}`], check);
  });
});

test.describe('without scripts', () => {
  withoutScripts();

  test('called → answered from a canned text → handed over → taken once → erased', async ({ page, person }) => {
    await day(page, (email) => person(email, { scripts: false }), 'plain');
  });

  test('no shortcut is announced that would do nothing', async ({ page }) => {
    await signIn(page, account.technician);
    await page.goto('/desk');
    await expect(page.getByRole('button', { name: 'Raccourcis clavier' })).toHaveCount(0);
  });
});

/** `page` is the coordinator's. */
async function day(page: Page, person: (email: string) => Promise<Page>, run: string): Promise<void> {
  test.setTimeout(180_000);
  await signIn(page, account.dispatcher);
  await page.goto('/desk/answers');
  await page.locator('details:has(form[action="/fn/keep_answer"]) > summary').click();
  const kept = form(page, 'keep_answer');
  await kept.locator('[name="gesture"]').selectOption('note_to_client');
  await kept.locator('[name="title"]').fill(`Prise en compte ${run}`);
  await kept.locator('[name="title_en"]').fill(`Acknowledged ${run}`);
  await kept.locator('[name="body"]').fill('Bonjour {contact}, {référence} est prise en compte. {mot}');
  await kept.locator('[name="body_en"]').fill('Hello {contact}.');
  await send(kept);
  // Refused: the names are a closed list, and what was typed is there still.
  await expect(kept.locator('[name="body"]')).toHaveValue(/\{mot\}/);
  await kept.locator('[name="body"]').fill('Bonjour {contact}, {référence} est prise en compte. {technicien}');
  await send(kept);
  await expect(page.locator('.canned-list')).toContainText(`Prise en compte ${run}`);

  const technician = await person(account.technician);
  await technician.goto(`/desk/call?client=${CLINIC}`);
  const call = form(technician, 'enter_call');
  await call.locator('[name="caller"]').fill('Mme Quetsch');
  await call.locator('[name="component"]').fill('erp-soins');
  await call.locator('[name="details"]').fill(`Écran figé au bloc ${run}, patient 4411223`);
  await call.locator('label[for="call-impact-1"]').click();
  await call.locator('label[for="call-urgency-2"]').click();
  await send(call);
  await technician.waitForURL('**/desk/interventions/CSL-**');
  const reference = technician.url().split('/').pop() ?? '';
  await send(form(technician, 'take_intervention'));

  // Put into the text, read again, then sent.
  const note = form(technician, 'note_to_client');
  await unfold(note);
  await note.locator('textarea[name="text"]').fill('Nous regardons.');
  await note.locator('[name="canned"]').selectOption({ label: `Prise en compte ${run}` });
  await note.locator('button[formaction]').click();
  const text = note.locator('textarea[name="text"]');
  await expect(text).toHaveValue(/^Nous regardons\.\s+Bonjour.*est prise en compte\./s);
  await expect(text).toHaveValue(new RegExp(reference));
  await expect(timeline(technician)).not.toContainText('est prise en compte');
  await send(note);
  await expect(timeline(technician)).toContainText('est prise en compte');

  // Handed to the specialists; the client reads who has it, not why.
  const handed = form(technician, 'hand_over');
  await unfold(handed);
  await handed.locator('[name="level"]').selectOption('l2');
  await handed.locator('textarea[name="text"]').fill(`Pilote graphique suspect ${run}`);
  await send(handed);
  await expect(timeline(technician)).toContainText('Confiée à l’équipe (N2');
  await expect(timeline(technician)).toContainText(`Pilote graphique suspect ${run}`);
  const client = await person(account.referent(CLINIC));
  await client.goto(`/interventions/${reference}`);
  await expect(timeline(client)).toContainText('Confiée à l’équipe');
  await expect(client.locator('main')).not.toContainText('Pilote graphique');
  await expect(client.locator('main')).not.toContainText('N2');

  // Two look at it; one takes it, the other is told who did.
  await page.goto('/desk?level=l2');
  await expect(page.locator(`[data-reference="${reference}"]`)).toContainText('N2');
  const other = await technician.context().newPage();
  await other.goto(`/desk/interventions/${reference}`);
  if (run === 'scripts') await other.evaluate(() => document.querySelectorAll('[data-live-region]').forEach((region) => region.removeAttribute('data-live-region')));
  await page.goto(`/desk/interventions/${reference}`);
  await send(form(page, 'take_intervention'));
  await expect(timeline(page)).toContainText('Confiée à Camille Ordonneau');
  await send(form(other, 'take_intervention'));
  await expect(other.getByRole('alert')).toContainText('Confiée à quelqu’un d’autre');
  await other.close();

  // A patient's number has nothing to do there: erased for ever, here and in what the client reads.
  await page.goto(`/desk/interventions/${reference}`);
  await page.locator('[data-event="submitted"] .erase-link').click();
  await expect(page.locator('.erasable').first()).toContainText('4411223');
  if (run === 'scripts') await check(page);
  const erase = form(page, 'erase_content');
  await erase.locator('textarea').fill('Le patient 4411223 était nommé');
  await send(erase);
  await expect(erase.locator('.field-error')).toBeVisible();
  await erase.locator('textarea').fill('Donnée de santé donnée par téléphone');
  await send(erase);
  await page.waitForURL(`**/desk/interventions/${reference}`);
  for (const reader of [page, client]) {
    await reader.goto(reader === page ? `/desk/interventions/${reference}` : `/interventions/${reference}`);
    await expect(reader.locator('main')).not.toContainText('4411223');
    await expect(timeline(reader)).toContainText('Donnée de santé donnée par téléphone');
  }
  await page.goto('/desk/history?q=4411223');
  await expect(page.locator('main')).not.toContainText(reference);

  // The client's page has its contract beside, and everything on it leads somewhere.
  await page.goto(`/desk/clients/${CLINIC}`);
  await expect(page.locator(`a[href="/desk/interventions/${reference}"]`).first()).toBeVisible();
  await page.locator('.beside a').first().click();
  await expect(page).toHaveURL(new RegExp(`/desk/clients/${CLINIC}/contract`));
}

/** A form of the server function of that name. */
function form(page: Page, name: string): Locator {
  return page.locator(`form[action="/fn/${name}"]`);
}

function timeline(page: Page): Locator {
  return page.locator('.timeline');
}

async function send(one: Locator): Promise<void> {
  await one.locator('button[type="submit"]').first().click();
}

async function unfold(one: Locator): Promise<void> {
  const around = one.locator('xpath=ancestor::details[1]');
  if (!(await around.evaluate((details) => (details as HTMLDetailsElement).open))) {
    await around.locator('summary').first().click();
  }
}

async function check(page: Page): Promise<void> {
  await axe(page);
  await fitsItsWindow(page);
}
