// A request that the contract does not cover: quoted, revised, accepted by an approver, with scripts on and off.
import type { Locator, Page } from '@playwright/test';
import { account, axe, expect, fitsItsWindow, look, signIn, test, withoutScripts } from '../support/vigie.ts';

const CLINIC = 'clinique-saint-luc';

test('a quote, from the request to the work, with scripts', async ({ page, person }) => {
  test.setTimeout(180_000);
  await journey(page, person, true);
});

test.describe('without scripts', () => {
  withoutScripts();

  test('a quote, from the request to the work', async ({ page, person }) => {
    test.setTimeout(180_000);
    await journey(page, person, false);
  });
});

async function journey(
  page: Page,
  person: (email: string, options?: { scripts?: boolean }) => Promise<Page>,
  scripts: boolean,
): Promise<void> {
  const words = scripts ? 'Le lecteur de badges du bloc ne lit plus' : 'Le lecteur de badges des archives ne lit plus';
  await signIn(page, account.requester(CLINIC));
  await page.goto('/interventions/new?component=badges-strasbourg');
  const request = form(page, 'request_intervention');
  await request.locator('label[for$="-impact-2"]').click();
  await request.locator('label[for$="-urgency-3"]').click();
  await request.locator('textarea[name="details"]').fill(words);
  await request.locator('button:not([formmethod])[type="submit"]').click();
  await page.waitForURL(/\/interventions\/CSL-\d{4}-\d{4}$/);
  const reference = page.url().split('/').pop()!;
  await expect(page.locator('main')).toContainText('Devis à établir');

  // The desk writes: what does not fit is said beside its field, and nothing is lost.
  const dispatcher = await person(account.dispatcher, { scripts });
  await dispatcher.goto('/desk/quotes');
  await expect(dispatcher.locator('main')).toContainText(reference);
  await dispatcher.goto(`/desk/interventions/${reference}`);
  await dispatcher.locator(`a[href="/desk/interventions/${reference}/quote"]`).click();
  const draft = form(dispatcher, 'save_quote');
  const row = (number: number) => draft.locator('.quote-row').nth(number);
  await row(0).locator('input[name="label[]"]').fill('Lecteur de badges');
  await row(0).locator('input[name="price[]"]').fill('mille');
  await row(1).locator('input[name="label[]"]').fill('Pose et réglage');
  await row(1).locator('input[name="quantity[]"]').fill('1,5');
  await row(1).locator('input[name="price[]"]').fill('80');
  await send(draft);
  await expect(row(0).locator('input[name="price[]"]')).toHaveValue('mille');
  await expect(row(0).locator('input[name="price[]"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(row(1).locator('input[name="quantity[]"]')).toHaveValue('1,5');
  await row(0).locator('input[name="price[]"]').fill('400,00');
  await send(draft);

  // Read again, as the client will: 400 + 120, and 20 %.
  await dispatcher.waitForURL(/\/desk\/quotes\/D-CSL-\d{4}-\d{4}$/);
  const quote = dispatcher.url().split('/').pop()!;
  await expect(dispatcher.locator('.quote-sums')).toContainText('624,00');
  await send(form(dispatcher, 'send_quote'));
  await dispatcher.waitForURL(new RegExp(`/desk/interventions/${reference}$`));

  // The requester reads it, and learns who answers.
  await page.goto(`/interventions/${reference}`);
  await expect(page.locator('main')).toContainText('Victor Alidor');
  await page.goto(`/quotes/${quote}`);
  await expect(page.locator('.paper')).toContainText('Lecteur de badges');
  await expect(page.locator('form[action="/fn/accept_quote"]')).toHaveCount(0);

  // Revised: the former version is there, and cannot be answered any more.
  const approver = await person(account.approver(CLINIC), { scripts });
  await approver.goto('/quotes');
  await approver.locator(`a[href="/quotes/${quote}"]`).click();
  const stale = await form(approver, 'accept_quote').locator('input[name="revision"]').inputValue();
  await dispatcher.goto(`/desk/interventions/${reference}/quote`);
  await row(1).locator('input[name="price[]"]').fill('60');
  await send(form(dispatcher, 'save_quote'));
  await send(form(dispatcher, 'send_quote'));
  await send(form(approver, 'accept_quote'));
  await expect(approver.locator('[role="alert"]')).toContainText('Un autre devis l’a remplacé');

  await approver.goto(`/quotes/${quote}`);
  expect(await form(approver, 'accept_quote').locator('input[name="revision"]').inputValue()).not.toBe(stale);
  await expect(approver.locator('.quote-sums')).toContainText('588,00');
  if (scripts) {
    for (const viewport of ['phone', 'desk'] as const) {
      await look(approver, { theme: 'light', viewport });
      await fitsItsWindow(approver);
    }
    await axe(approver);
  }
  await form(approver, 'accept_quote').locator('input[name="order_number"]').fill('BC-2026-118');
  await send(form(approver, 'accept_quote'));
  await expect(approver.locator('main')).toContainText('Accepté par Victor Alidor');
  await expect(approver.locator('main')).toContainText('BC-2026-118');
  await approver.goto(`/quotes/${quote}?revision=1`);
  await expect(approver.locator('main')).toContainText('remplace celle-ci');

  const technician = await person(account.technician, { scripts });
  await technician.goto(`/desk/interventions/${reference}`);
  await form(technician, 'take_intervention').locator('button').click();
  await expect(technician.locator('main')).toContainText('En cours');
  await page.goto(`/interventions/${reference}`);
  await expect(page.locator('main')).toContainText('En cours');
}

function form(page: Page, name: string): Locator {
  return page.locator(`form[action="/fn/${name}"]`);
}

async function send(sent: Locator): Promise<void> {
  await sent.locator('button[type="submit"]').click();
}
