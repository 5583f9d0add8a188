// The same journeys with scripts off: everything reads, every form posts, what was typed is never lost.
import { account, expect, signIn, test, withoutScripts } from '../support/vigie.ts';

const CLINIC = 'clinique-saint-luc';

test.describe('without scripts', () => {
  withoutScripts();

  test('a request, from the component to its confirmation', async ({ page, person }) => {
    test.setTimeout(120_000);
    await signIn(page, account.referent(CLINIC));
    await expect(page).toHaveURL(/\/$/);
    await page.goto('/status/pharmacie');
    await page.locator('a[href="/interventions/new?component=pharmacie"]').first().click();
    await expect(page.locator('select[name="component"]')).toHaveValue('pharmacie');

    // The server's verdict before anything is sent.
    const form = page.locator('form[action="/fn/request_intervention"]');
    await form.locator('label[for$="-impact-2"]').click();
    await form.locator('label[for$="-urgency-2"]').click();
    await form.locator('textarea[name="details"]').fill('Les étiquettes sortent vides');
    await form.locator('button[formmethod="get"]').click();
    await expect(page.locator('.verdict')).toContainText('Couvert');
    await expect(form.locator('textarea[name="details"]')).toHaveValue('Les étiquettes sortent vides');

    // Refused: nothing is lost, and the reason stands beside the field.
    await form.locator('input[name="phone"]').fill('rappelez-moi');
    await form.locator('button:not([formmethod])[type="submit"]').click();
    await expect(form.locator('textarea[name="details"]')).toHaveValue('Les étiquettes sortent vides');
    await expect(form.locator('[aria-invalid="true"]').first()).toHaveAttribute('name', 'phone');

    await form.locator('input[name="phone"]').fill('01 99 00 60 01');
    await form.locator('button:not([formmethod])[type="submit"]').click();
    await page.waitForURL(/\/interventions\/CSL-\d{4}-\d{4}$/);
    const reference = page.url().split('/').pop()!;
    await expect(page.locator('main')).toContainText('Les étiquettes sortent vides');

    const technician = await person(account.technician, { scripts: false });
    await technician.goto(`/desk/interventions/${reference}`);
    await technician.locator('form[action="/fn/take_intervention"] button').click();
    await gesture(technician, 'internal_note', 'MOT-INTERNE-7431');
    await gesture(technician, 'note_to_client', 'Nous regardons le pilote des étiquettes.');
    await gesture(technician, 'restore_provisionally', 'Ancien pilote remis en place.');

    await page.reload();
    await expect(page.locator('main')).toContainText('Nous regardons le pilote des étiquettes.');
    await expect(page.locator('main')).toContainText('Rétablie provisoirement');
    expect(await page.content()).not.toContain('MOT-INTERNE-7431');

    await technician.locator('form[action="/fn/start_curative"] button').click();
    await gesture(technician, 'restore_curative', 'Pilote corrigé par l’éditeur et vérifié.');
    await page.reload();
    await expect(page.locator('main')).toContainText('Résolue');
    await page.locator('form[action="/fn/confirm_resolution"] button').click();
    await expect(page.locator('main')).toContainText('Clôturée');

    await page.goto('/history?component=pharmacie');
    await expect(page.locator('main')).toContainText(reference);
  });

  test('a telephone call is entered and found in the queue', async ({ page }) => {
    await signIn(page, account.dispatcher);
    await page.goto('/desk/call?client=atelier-morel');
    const form = page.locator('form[action="/fn/enter_call"]');
    await form.locator('input[name="caller"]').fill('Damien Charron');
    await form.locator('input[name="component"]').fill('Gestion commerciale');
    await form.locator('textarea[name="details"]').fill('Plus de factures depuis ce matin');
    await form.locator('label[for$="-impact-2"]').click();
    await form.locator('label[for$="-urgency-1"]').click();
    await form.locator('button[type="submit"]').click();
    await page.waitForURL(/\/desk\/interventions\/AM-\d{4}-\d{4}/);
    const reference = /AM-\d{4}-\d{4}/.exec(page.url())![0];
    await page.goto('/desk?client=atelier-morel');
    await expect(page.locator('main')).toContainText(reference);
  });

  test('language, and the end of a session', async ({ page }) => {
    await signIn(page, account.viewer(CLINIC));
    await page.goto('/account');
    await page.locator('form:has([name="language"]) select, form:has([name="language"]) input[value="en"]').first().waitFor();
    const select = page.locator('select[name="language"]');
    if (await select.count()) await select.selectOption('en');
    else await page.locator('input[name="language"][value="en"]').check();
    await page.locator('form:has([name="language"]) [type="submit"]').first().click();
    await page.goto('/status');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.locator('main')).toContainText('Operational');
    await page.locator('form[action="/fn/sign_out"] [type="submit"]').first().click();
    await page.goto('/status');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  });

  test('what one may not see does not exist', async ({ page, complaints }) => {
    complaints.expected = [/status of 40[34]/];
    await signIn(page, account.referent('atelier-morel'));
    const foreign = await page.goto('/status/erp-soins');
    expect(foreign?.status()).toBe(404);
    const unknown = await page.goto('/status/no-such-thing');
    expect(unknown?.status()).toBe(404);
    const desk = await page.goto('/desk');
    expect(desk?.status()).toBe(403);
    await expect(page.locator('body')).toContainText('01 99 00 42 10');
  });
});

async function gesture(page: import('@playwright/test').Page, name: string, text: string): Promise<void> {
  const form = page.locator(`form[action="/fn/${name}"]`);
  const details = page.locator(`details:has(form[action="/fn/${name}"])`);
  if ((await details.getAttribute('open')) === null) await details.locator('summary').first().click();
  await form.locator('textarea[name="text"]').fill(text);
  // The other one inserts a canned answer.
  await form.locator('button[type="submit"]:not([formaction])').click();
  await expect(page.locator('main')).toContainText(text);
}
