// Est-ce couvert ? Found by typing, answered in the browser with deadlines, sent, and the same answer is what the
// technician reads.
import type { Page } from '@playwright/test';
import { account, expect, signIn, test, withoutScripts } from '../support/vigie.ts';

const CLINIC = 'clinique-saint-luc';

/** The exact instants of the promises, by clock. */
async function deadlines(page: Page): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const due of await page.locator('.commitment').first().locator('.due').all()) {
    const clock = (await due.getAttribute('data-clock'))!;
    const instant = due.locator('time').first();
    if (await instant.count()) found[clock] = (await instant.getAttribute('datetime'))!;
  }
  return found;
}

/** Two readings of one promise, made within the time that filling a form takes. */
function expectSame(read: Record<string, string>, stored: Record<string, string>) {
  expect(Object.keys(stored).sort()).toEqual(Object.keys(read).sort());
  for (const clock of Object.keys(read)) {
    const apart = Math.abs(Date.parse(stored[clock]!) - Date.parse(read[clock]!));
    expect(apart, `${clock}: ${read[clock]} and ${stored[clock]}`).toBeLessThan(60_000);
  }
}

test('typed, answered, sent, and read by the technician', async ({ page, person }) => {
  test.setTimeout(120_000);
  await signIn(page, account.requester(CLINIC));
  await page.goto('/contract/covered');
  await page.locator('#finder').fill('erp SOINS');
  const choices = page.locator('.finds-list .choice:not([hidden])');
  await expect(choices).toHaveCount(1);
  await choices.locator('label').click();
  const verdict = page.locator('.verdict');
  await expect(verdict).toHaveAttribute('data-outcome', 'covered');
  await page.locator('label[for$="-impact-2"]').click();
  await page.locator('label[for$="-urgency-2"]').click();
  await expect(verdict).toContainText('P2');
  const read = await deadlines(page);
  expect(Object.keys(read).sort()).toEqual(['response', 'restoration']);
  // The proof is one gesture away, and ends where the deadline stands.
  await page.locator('.due[data-clock="restoration"] .counted summary').click();
  await expect(page.locator('.due[data-clock="restoration"] .counted li').last()).toContainText('comptées');

  await page.getByRole('link', { name: 'Continuer vers la demande' }).click();
  await expect(page).toHaveURL(/\/interventions\/new\?component=erp-soins/);
  await expect(page.locator('select[name="component"]')).toHaveValue('erp-soins');
  await expect(page.locator('.verdict')).toContainText('P2');
  const form = page.locator('form[action="/fn/request_intervention"]');
  await form.locator('textarea[name="details"]').fill('Les dossiers s’ouvrent très lentement');
  await form.locator('button:not([formmethod])[type="submit"]').click();
  await page.waitForURL(/\/interventions\/CSL-\d{4}-\d{4}$/);
  const reference = page.url().split('/').pop()!;
  const kept = await deadlines(page);
  expectSame(read, kept);

  const technician = await person(account.technician);
  await technician.goto(`/desk/interventions/${reference}`);
  expect(await deadlines(technician)).toEqual(kept);
  await technician.locator('summary', { hasText: 'Pourquoi' }).first().click();
  await expect(technician.locator('.verdict')).toHaveAttribute('data-outcome', 'covered');
  await expect(technician.locator('.verdict')).toContainText('article');
});

test('what is left out says which clause leaves it out, and what would change it', async ({ page }) => {
  await signIn(page, account.referent(CLINIC));
  await page.goto('/contract/covered');
  await page.locator('#finder').fill('imprimantes strasbourg');
  await page.locator('.finds-list .choice:not([hidden]) label').first().click();
  const verdict = page.locator('.verdict');
  await expect(verdict).toHaveAttribute('data-outcome', 'out_of_scope');
  await expect(verdict).toContainText('article 4.5');
  await expect(verdict.locator('.remedies li')).not.toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Demander un devis' })).toBeVisible();
  await page.locator('#finder').fill('zzzz');
  await expect(page.locator('.finder [role="status"]')).toContainText('Rien ne porte ce nom');
});

test('what needs an approver waits for one, and is then worked on', async ({ page, person }) => {
  test.setTimeout(120_000);
  await signIn(page, account.requester(CLINIC));
  await page.goto('/interventions/new?component=erp-soins&activity=catalogue:salle');
  await expect(page.locator('.verdict')).toHaveAttribute('data-outcome', 'covered_if');
  await expect(page.locator('.verdict')).toContainText('un valideur, autre que le demandeur');
  const form = page.locator('form[action="/fn/request_intervention"]');
  await form.locator('textarea[name="details"]').fill('Équiper la salle du conseil');
  await form.locator('button:not([formmethod])[type="submit"]').click();
  await page.waitForURL(/\/interventions\/CSL-\d{4}-\d{4}$/);
  const reference = page.url().split('/').pop()!;
  await expect(page.locator('main')).toContainText('En attente de validation');
  await expect(page.locator('form[action="/fn/approve_request"]')).toHaveCount(0);

  const technician = await person(account.technician);
  await technician.goto(`/desk/interventions/${reference}`);
  await expect(technician.locator('form[action="/fn/take_intervention"]')).toHaveCount(0);

  const approver = await person(account.approver(CLINIC));
  await approver.goto(`/interventions/${reference}`);
  await approver.locator('form[action="/fn/approve_request"] button').click();
  await expect(approver.locator('main')).toContainText('Enregistrée');
  // The requester's open page follows, and the work begins.
  await expect(page.locator('[data-live-region="intervention-head"]')).toContainText('Enregistrée');
  await technician.reload();
  await technician.locator('form[action="/fn/take_intervention"] button').click();
  await expect(technician.locator('[data-live-region="intervention-head"]')).toContainText('En cours');
});

test.describe('without scripts', () => {
  withoutScripts();

  test('the same answer comes from the server', async ({ page }) => {
    await signIn(page, account.viewer(CLINIC));
    await page.goto('/contract/covered');
    await expect(page.locator('#finder')).toBeHidden();
    await page.locator('label[for="about-erp-soins"]').click();
    await page.locator('label[for$="-impact-1"]').click();
    await page.locator('label[for$="-urgency-3"]').click();
    await page.locator('form button[type="submit"]', { hasText: 'Vérifier' }).click();
    await expect(page.locator('.verdict')).toHaveAttribute('data-outcome', 'covered');
    expect(Object.keys(await deadlines(page)).sort()).toEqual(['response', 'restoration']);
    await expect(page.locator('main')).toContainText('un demandeur de votre société');
  });
});
