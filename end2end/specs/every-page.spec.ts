// Every page, in every look, in both languages: no accessibility violation, nothing wider than its window.
import { account, axe, everyLook, fitsItsWindow, lastMonth, signIn, test } from '../support/vigie.ts';

const CLINIC = 'clinique-saint-luc';
/** The demonstration's quote was sent five days ago. */
const QUOTED = new Date(Date.now() - 5 * 24 * 3600 * 1000).getFullYear();

const CONTACT_PAGES = [
  '/',
  '/status',
  '/status/erp-soins',
  '/contract',
  '/contract?site=colmar&on=2026-03-01',
  '/contract?on=2020-01-01',
  '/contract/covered',
  `/contract/covered?component=erp-soins&impact=1&urgency=1`,
  '/interventions',
  '/interventions/new',
  '/interventions/new?component=erp-soins',
  '/history',
  '/history?view=timeline',
  `/interventions/CSL-${QUOTED}-0001/report`,
  '/quotes',
  `/quotes/D-CSL-${QUOTED}-0001`,
  '/reports',
  `/reports/${lastMonth(2)}`,
  '/account',
];

const STAFF_PAGES = [
  '/desk',
  '/desk/call',
  '/desk/clients',
  `/desk/clients/${CLINIC}`,
  `/desk/clients/${CLINIC}/contract`,
  `/desk/clients/armor-logistique/contract?site=saint-malo&on=2026-05-01`,
  `/desk/clients/${CLINIC}/covered`,
  `/desk/interventions/CSL-${QUOTED}-0001/report`,
  '/desk/alerts',
  '/desk/answers',
  '/desk/quotes',
  `/desk/quotes/D-CSL-${QUOTED}-0001`,
  '/desk/reports',
  `/desk/reports/${CLINIC}/${lastMonth(1)}`,
  `/desk/reports/${CLINIC}/${lastMonth(2)}`,
  '/account',
];

for (const language of ['fr', 'en'] as const) {
  test.describe(`in ${language === 'fr' ? 'French' : 'English'}`, () => {
    test.use({ locale: language === 'fr' ? 'fr-FR' : 'en-GB' });

    test('what anyone sees', async ({ page }) => {
      await everyLook(page, ['/sign-in'], check);
    });

    test('what a contact sees', async ({ page }) => {
      test.setTimeout(240_000);
      await signIn(page, account.referent(CLINIC));
      await everyLook(page, CONTACT_PAGES, check);
    });

    test('what a technician sees', async ({ page }) => {
      test.setTimeout(240_000);
      await signIn(page, account.technician);
      await everyLook(page, STAFF_PAGES, check);
    });
  });
}

async function check(page: Parameters<typeof axe>[0]): Promise<void> {
  await axe(page);
  await fitsItsWindow(page);
}
