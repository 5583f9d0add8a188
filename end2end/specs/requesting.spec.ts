// A request with all that it may carry: kept as a draft and resumed, for somebody without an account, a colleague in
// copy, a file; then what it was like, and its report. With scripts on, and with scripts off.
import type { Page } from '@playwright/test';
import { account, axe, expect, fitsItsWindow, signIn, test, withoutScripts } from '../support/vigie.ts';

const CLIENT = 'atelier-morel';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

type Person = (email: string, options?: { scripts?: boolean }) => Promise<Page>;

async function journey(page: Page, person: Person, scripts: boolean): Promise<void> {
  const words = scripts ? 'Le traceur avale les rouleaux' : 'Le traceur saute des lignes';
  await signIn(page, account.requester(CLIENT));
  await page.goto('/interventions/new');
  const form = page.locator('form[action="/fn/request_intervention"]');
  const send = form.locator('button:not([formmethod])[type="submit"]');

  // A draft, whatever it says so far.
  await form.locator('textarea[name="details"]').fill(words);
  await unfold(page, 'input[name="for_name"]');
  await form.locator('input[name="for_name"]').fill('Zoé Quincampoix');
  await form.locator('input[name="for_room"]').fill('Atelier 2');
  await form.locator('button[formaction="/fn/save_request_draft"]').click();
  await page.waitForURL(/\/interventions(#drafts)?$/);
  const drafts = page.locator('#drafts');
  await expect(drafts).toContainText(words);
  if (scripts) await axe(page);

  // Resumed as it was, and completed.
  await drafts.locator('li', { hasText: words }).locator('a.button').click();
  await expect(form.locator('textarea[name="details"]')).toHaveValue(words);
  await expect(form.locator('input[name="for_name"]')).toHaveValue('Zoé Quincampoix');
  await form.locator('select[name="component"]').selectOption({ index: 1 });
  await form.locator('label[for$="-impact-2"]').click();
  await form.locator('label[for$="-urgency-2"]').click();
  await unfold(page, 'input[name^="copies"]');
  await form.locator('.people label', { hasText: 'Lise Terrier' }).click();
  await unfold(page, 'input[type="file"]');
  await form.locator('input[type="file"]').setInputFiles({ name: 'ecran.png', mimeType: 'image/png', buffer: PNG });

  // Refused: what was typed stays, and the page says which file to choose again.
  await form.locator('input[name="phone"]').fill('rappelez-moi');
  await send.click();
  await expect(form.locator('input[name="phone"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.locator('textarea[name="details"]')).toHaveValue(words);
  await expect(form.locator('.people input:checked')).toHaveCount(1);
  await expect(form.locator('.choose-again')).toContainText('ecran.png');
  if (scripts) {
    await axe(page);
    await fitsItsWindow(page);
  }
  await form.locator('input[name="phone"]').fill('01 99 00 50 03');
  await form.locator('input[type="file"]').setInputFiles({ name: 'ecran.png', mimeType: 'image/png', buffer: PNG });
  await send.click();
  await page.waitForURL(/\/interventions\/AM-\d{4}-\d{4}$/);
  const reference = page.url().split('/').pop()!;
  await expect(page.locator('[data-beneficiary]')).toContainText('Zoé Quincampoix');
  await expect(page.locator('.copies')).toContainText('Lise Terrier');
  await expect(page.locator('.timeline-file')).toContainText('ecran.png');
  await page.goto('/interventions');
  await expect(page.locator('#drafts').getByText(words)).toHaveCount(0);

  // The technician reads the same, and resolves it.
  const technician = await person(account.technician, { scripts });
  await technician.goto(`/desk/interventions/${reference}`);
  await expect(technician.locator('[data-beneficiary]')).toContainText('Atelier 2');
  await technician.locator('form[action="/fn/take_intervention"] button').click();
  const answer = technician.locator('form[action="/fn/restore_curative"]');
  await technician.locator('details', { has: answer }).locator('summary').first().click();
  await answer.locator('textarea').fill('Rouleau remplacé, essai concluant.');
  await answer.locator('button[type="submit"]').click();

  // What it was like; the report, for both sides.
  await page.goto(`/interventions/${reference}`);
  await page.locator('.copies li', { hasText: 'Lise Terrier' }).locator('button').click();
  await expect(page.locator('.copies li')).toHaveCount(0);
  const rating = page.locator('form[action="/fn/rate_intervention"]');
  await rating.locator('label[for$="-score-4"]').click();
  await rating.locator('textarea').fill('Rapide.');
  await rating.locator('button[type="submit"]').click();
  await expect(page.locator('.rating')).toHaveAttribute('data-rating', '4');
  await page.locator('.report-link a').click();
  await page.waitForURL(/\/report$/);
  const report = page.locator('.report');
  for (const told of [reference, words, 'Zoé Quincampoix', 'Rouleau remplacé', 'ecran.png', 'Satisfait'.toLowerCase()]) {
    await expect(report).toContainText(told);
  }
  if (scripts) {
    await axe(page);
    await fitsItsWindow(page);
  }
  await technician.goto(`/desk/interventions/${reference}/report`);
  await expect(technician.locator('.report')).toContainText('4 sur 5');
}

/** Opens what the field is folded in, where it is. */
async function unfold(page: Page, field: string): Promise<void> {
  const details = page.locator('details', { has: page.locator(field) }).first();
  if ((await details.getAttribute('open')) === null) await details.locator('> summary').click();
}

test('a request with all that it may carry', async ({ page, person }) => {
  test.setTimeout(180_000);
  await journey(page, person as Person, true);

  await page.goto('/history?view=timeline');
  await expect(page.locator('.timeline [data-entry]').first()).toBeVisible();
  await axe(page);
  await fitsItsWindow(page);
});

test.describe('without scripts', () => {
  withoutScripts();

  test('the same', async ({ page, person }) => {
    test.setTimeout(180_000);
    await journey(page, person as Person, false);
  });
});
