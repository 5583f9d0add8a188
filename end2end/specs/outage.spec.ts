// The main job on real supervision: a service stops, the open board says so, a contact asks, a technician takes it,
// the service returns, and the history holds the outage.
import { LocalService, startMonitoring } from '../support/monitoring.ts';
import { account, expect, runVigie, signIn, test } from '../support/vigie.ts';

const CLINIC = 'clinique-saint-luc';
const COMPONENT = 'erp-soins';
/** Prometheus scrapes and evaluates every second, holds an alert for two, and Alertmanager groups for one. */
const SEEN_WITHIN = { timeout: 30_000 };

test('a service stops, is asked about, is taken, and returns', async ({ page, person, vigie }) => {
  test.setTimeout(180_000);
  const service = await LocalService.start();
  const token = await runVigie(
    'token', 'create', '--clients', CLINIC, '--kind', 'ingest', '--name', 'prometheus', '--database', vigie.database,
  );
  const monitoring = await startMonitoring([{ client: CLINIC, component: COMPONENT, url: service.url }], {
    url: `${vigie.url}/ingest/alertmanager`,
    token: token.trim(),
  });
  try {
    await signIn(page, account.referent(CLINIC));
    await page.goto('/status');
    const row = page.locator(`.row[data-component="${COMPONENT}"]`);
    await expect(row).toHaveAttribute('data-state', 'operational');
    await expect(page.locator('[data-live="live"]').first()).toBeVisible();
    await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));

    await service.stop();
    await expect(row).toHaveAttribute('data-state', 'major_outage', SEEN_WITHIN);
    await expect(row).toContainText('Panne totale');
    expect(await page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);

    const contact = await person(account.requester(CLINIC));
    await contact.goto(`/interventions/new?component=${COMPONENT}`);
    await expect(contact.locator('select[name="component"]')).toHaveValue(COMPONENT);
    const form = contact.locator('form[action="/fn/request_intervention"]');
    await form.locator('textarea[name="details"]').fill('L’ERP ne répond plus, toute la clinique est bloquée');
    await form.locator('label[for$="-impact-1"]').click();
    await form.locator('label[for$="-urgency-1"]').click();
    await expect(contact.locator('.verdict')).toContainText('Couvert');
    await expect(contact.locator('.verdict')).toContainText('4.1');
    await form.locator('button:not([formmethod])[type="submit"]').click();
    await contact.waitForURL(/\/interventions\/CSL-\d{4}-\d{4}$/);
    const reference = contact.url().split('/').pop()!;
    await expect(contact.locator('[data-live-region="intervention-head"]')).toContainText('Enregistrée');

    const technician = await person(account.technician);
    await technician.goto('/desk');
    await technician.locator(`a[href="/desk/interventions/${reference}"]`).first().click();
    await technician.waitForURL(`**/desk/interventions/${reference}`);
    await technician.locator('form[action="/fn/take_intervention"] button').click();
    await expect(technician.locator('[data-live-region="intervention-head"]')).toContainText('En cours');

    // The contact's page is still the one that was opened before.
    await expect(contact.locator('[data-live-region="intervention-head"]')).toContainText('En cours');

    await service.start();
    await expect(row).toHaveAttribute('data-state', 'operational', SEEN_WITHIN);
    expect(await page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);

    await page.goto(`/history?component=${COMPONENT}`);
    const outage = page.locator('main').getByText('Panne totale').first();
    await expect(outage).toBeVisible();
    await expect(page.locator('main')).toContainText(/\d+\s(s|min)/);
    await page.goto(`/status/${COMPONENT}`);
    await expect(page.locator('main')).toContainText(reference);
  } finally {
    await monitoring.stop();
    await service.stop();
  }
});
