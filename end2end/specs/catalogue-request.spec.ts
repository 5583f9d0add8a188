// A request of the catalogue: its verdict without a component, its questions once it is chosen, its answers read by
// the client and by the technician; the same with scripts off.
import type { Page } from '@playwright/test';
import { account, expect, signIn, test, withoutScripts } from '../support/vigie.ts';

const CLIENT = 'atelier-morel';
const ITEM = 'catalogue:poste';
const READY_ON = 'answers[poste.date]';
const MOVES_DATA = 'answers[poste.reprise]';

/** Chooses the request, is refused for what is missing, answers, and sends; gives the reference. */
async function ask(page: Page, details: string): Promise<string> {
  const form = page.locator('form[action="/fn/request_intervention"]');
  const send = form.locator('button:not([formmethod])[type="submit"]');
  const date = form.locator(`input[name="${READY_ON}"]`);
  await expect(date).toBeHidden();
  await form.locator(`label[for="request-activity-${ITEM}"]`).click();
  await expect(date).toBeVisible();
  await form.locator('textarea[name="details"]').fill(details);
  await form.locator(`label[for="request-${MOVES_DATA}-yes"]`).click();
  await send.click();

  // Refused at the field; nothing that was typed is lost.
  await expect(date).toHaveAttribute('aria-invalid', 'true');
  await expect(date).toBeVisible();
  await expect(form.locator('textarea[name="details"]')).toHaveValue(details);
  await expect(form.locator(`input[name="${MOVES_DATA}"][value="yes"]`)).toBeChecked();
  await date.fill('2027-01-11');
  await send.click();
  await page.waitForURL(/\/interventions\/AM-\d{4}-\d{4}$/);
  return page.url().split('/').pop()!;
}

async function expectAnswers(page: Page) {
  const answers = page.locator('.answers');
  await expect(answers).toContainText('Installation d’un poste');
  await expect(answers).toContainText('11 janvier 2027');
  await expect(answers).toContainText('Oui');
}

test('is it covered, without a component; then its questions', async ({ page, person }) => {
  test.setTimeout(120_000);
  await signIn(page, account.requester(CLIENT));
  await page.goto('/contract/covered');
  await page.locator('label[for="need-catalogue-poste"]').click();
  await expect(page.locator('.verdict')).toHaveAttribute('data-outcome', 'covered');
  await expect(page.locator('.verdict')).toContainText('140');
  await page.getByRole('link', { name: 'Continuer vers la demande' }).click();
  await expect(page).toHaveURL(/\/interventions\/new\?activity=catalogue:poste/);
  await expect(page.locator(`input[name="${READY_ON}"]`)).toBeVisible();

  await page.goto('/interventions/new');
  const reference = await ask(page, 'Un poste pour la nouvelle comptable');
  await expectAnswers(page);
  const technician = await person(account.technician);
  await technician.goto(`/desk/interventions/${reference}`);
  await expectAnswers(technician);
});

test.describe('without scripts', () => {
  withoutScripts();

  test('the same questions, and a telephone call asks them too', async ({ page, person }) => {
    test.setTimeout(120_000);
    await signIn(page, account.requester(CLIENT));
    await page.goto('/interventions/new');
    // The verdict before anything is sent keeps the answers.
    await page.locator(`label[for="request-activity-${ITEM}"]`).click();
    await page.locator(`input[name="${READY_ON}"]`).fill('2027-01-11');
    await page.locator('button[formmethod="get"]').click();
    await expect(page.locator('.verdict')).toHaveAttribute('data-outcome', 'covered');
    await expect(page.locator(`input[name="${READY_ON}"]`)).toHaveValue('2027-01-11');

    await page.goto('/interventions/new');
    await ask(page, 'Un poste pour l’atelier');
    await expectAnswers(page);

    const technician = await person(account.technician, { scripts: false });
    await technician.goto(`/desk/call?client=${CLIENT}`);
    const call = technician.locator('form[action="/fn/enter_call"]');
    await call.locator('input[name="caller"]').fill('Damien Charron');
    await call.locator('textarea[name="details"]').fill('Un poste de plus');
    await call.locator(`label[for="call-activity-${ITEM}"]`).click();
    await call.locator('button[type="submit"]').click();
    const date = call.locator(`input[name="${READY_ON}"]`);
    await expect(date).toHaveAttribute('aria-invalid', 'true');
    await date.fill('2027-01-11');
    await call.locator('button[type="submit"]').click();
    await technician.waitForURL(/\/desk\/interventions\/AM-\d{4}-\d{4}/);
    await expect(technician.locator('.answers')).toContainText('11 janvier 2027');
  });
});
