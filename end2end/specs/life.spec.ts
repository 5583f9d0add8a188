// The life of an intervention, from the contact's side and the technician's at each step, with scripts on and off:
// a fault to its definitive repair, a hold for a third party, advice that becomes a repair, requests gathered, files.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { account, axe, expect, fitsItsWindow, look, signIn, test, withoutScripts } from '../support/vigie.ts';

const WAREHOUSES = 'armor-logistique';
const CLINIC = 'clinique-saint-luc';
const WORKSHOP = 'atelier-morel';

/** Who plays, and what this run has for itself. */
interface Played {
  /** The contact who asks; not signed in yet. */
  page: Page;
  person: (email: string) => Promise<Page>;
  scripts: boolean;
}

describeJourneys('with scripts', true);
describeJourneys('without scripts', false);

function describeJourneys(name: string, scripts: boolean): void {
  test.describe(name, () => {
    if (!scripts) withoutScripts();
    const journeys: [string, (played: Played) => Promise<void>][] = [
      ['a fault: provisional → relapse → provisional → definitive → confirmed → found again', fault],
      ['a hold for a third party is explained, contested and answered', hold],
      ['a question that needs an action keeps one page', question],
      ['requests about one failure are gathered, a duplicate is cancelled', gathered],
      ['a file that lies is refused, a real one goes both ways', files],
    ];
    for (const [title, journey] of journeys) {
      test(title, async ({ page, person }) => {
        test.setTimeout(180_000);
        await journey({ page, person: (email) => person(email, { scripts }), scripts });
      });
    }
  });
}

async function fault({ page, person, scripts }: Played): Promise<void> {
  const component = scripts ? 'quai-2-rennes' : 'quai-3-rennes';
  const word = scripts ? 'grésillement' : 'clignotement';
  await signIn(page, account.requester(WAREHOUSES));
  await page.goto(`/interventions/new?component=${component}`);
  await describe(page, { impact: 2, urgency: 2, details: `Un ${word} au quai, les scanners se coupent` });
  if (!scripts) await page.locator('button[formmethod="get"]').click();
  await expect(page.locator('.verdict')).toContainText('Couvert');
  await expect(page.locator('.verdict')).toContainText('GTI');
  const reference = await submit(page, 'ARL');
  await expect(page.locator('main')).toContainText(word);
  await expect(stateOf(page)).toHaveText(/Enregistrée.*Maintenance.*P2/s);
  await expect(page.locator('.clocks')).toContainText('Engagements contractuels');
  await expect(clock(page, 'response')).toHaveAttribute('data-clock-state', 'running');
  await expect(clock(page, 'response')).toContainText('2 h');
  await expect(clock(page, 'restoration')).toHaveAttribute('data-clock-state', 'running');
  await expect(clock(page, 'restoration')).toContainText('8 h');
  await expect(facts(page)).toContainText('Pas encore prise en charge');
  await check(page, scripts);

  // The desk finds it in its queue, with the same promises.
  const technician = await person(account.technician);
  await technician.goto(`/desk?client=${WAREHOUSES}`);
  await technician.locator(`a[href="/desk/interventions/${reference}"]`).first().click();
  await technician.waitForURL(`**/desk/interventions/${reference}`);
  await expect(clock(technician, 'response')).toHaveAttribute('data-clock-state', 'running');
  await expect(clock(technician, 'restoration')).toContainText('8 h');
  if (scripts) await stays(page);
  await act(technician, 'take_intervention');
  await expect(stateOf(technician)).toHaveAttribute('data-state', 'in_progress');
  await seen(page, scripts);
  await expect(stateOf(page)).toContainText('En cours');
  await expect(facts(page)).toContainText('Thomas Nicolet');
  await expect(clock(page, 'response')).toHaveAttribute('data-clock-state', 'met');

  // Fragile: working again, and a definitive repair owed.
  await act(technician, 'restore_provisionally', { text: 'Alimentation de secours posée, fragile' });
  await expect(stateOf(technician)).toContainText('Rétablie provisoirement');
  await check(technician, scripts);
  await seen(page, scripts);
  await expect(stateOf(page)).toContainText('Rétablie provisoirement');
  await expect(page.locator('main')).toContainText('Réparation définitive à faire');
  await expect(timeline(page)).toContainText('Alimentation de secours posée, fragile');
  await expect(clock(page, 'restoration')).toHaveAttribute('data-clock-state', 'met');
  await expect(clock(page, 'curative')).toHaveAttribute('data-clock-state', 'running');
  if (scripts) await stayed(page);
  const owed = async () => {
    await technician.goto(`/desk/debts?client=${WAREHOUSES}`);
    return technician.locator(`tr[data-reference="${reference}"]`);
  };
  await expect(await owed()).toContainText('aucune rechute');
  await check(technician, scripts);

  // The client says that it is back: the same intervention, the same debt.
  await technician.goto(`/desk/interventions/${reference}`);
  if (scripts) await stays(technician);
  if (!scripts) await page.reload();
  await act(page, 'report_relapse', { text: 'Les scanners se coupent encore' });
  await expect(stateOf(page)).toContainText('En cours');
  await expect(timeline(page)).toContainText('Rechute');
  await expect(clock(page, 'restoration')).toHaveAttribute('data-clock-state', 'running');
  await expect(page).toHaveURL(new RegExp(`/interventions/${reference}$`));
  await seen(technician, scripts);
  await expect(stateOf(technician)).toContainText('En cours');
  await expect(timeline(technician)).toContainText('Les scanners se coupent encore');
  if (scripts) await stayed(technician);
  await act(technician, 'restore_provisionally', { text: 'Second commutateur de prêt branché' });
  await expect(stateOf(technician)).toContainText('Rétablie provisoirement');
  await expect(await owed()).toHaveCount(1);
  await expect(await owed()).toContainText(/1\s+rechute/);
  await page.goto(`/interventions/${reference}`);
  await expect(stateOf(page)).toContainText('Rétablie provisoirement');
  await expect(timeline(page)).toContainText('Second commutateur de prêt branché');
  // Once the restoration that holds, once the one that did not.
  await expect(events(page, 'restored_palliative')).toHaveCount(2);

  await technician.goto(`/desk/interventions/${reference}`);
  await act(technician, 'start_curative');
  await expect(timeline(technician)).toContainText('Réparation définitive commencée');
  await page.reload();
  await expect(timeline(page)).toContainText('Réparation définitive commencée');
  await expect(page.locator('main')).toContainText('Réparation définitive à faire');
  await act(technician, 'restore_curative', { text: 'Commutateur neuf posé et configuré' });
  await expect(stateOf(technician)).toContainText('Résolue');
  await page.reload();
  await expect(stateOf(page)).toContainText('Résolue');
  await expect(page.locator('main')).not.toContainText('Réparation définitive à faire');
  await expect(page.locator('main')).toContainText('Réparation définitive faite');
  await expect(clock(page, 'curative')).toHaveAttribute('data-clock-state', 'met');
  await expect(await owed()).toHaveCount(0);

  // Closed is closed, also for whoever still has an older page open.
  await technician.goto(`/desk/interventions/${reference}`);
  const late = technician.context().pages()[0] === technician ? await technician.context().newPage() : technician;
  await late.goto(`/desk/interventions/${reference}`);
  await act(page, 'confirm_resolution');
  await expect(stateOf(page)).toContainText('Clôturée');
  // Only to say how it was.
  await expect(gestures(page).locator('form:not([action="/fn/rate_intervention"])')).toHaveCount(0);
  if (!scripts) {
    await act(late, 'note_to_client', { text: 'Trop tard' });
    await expect(late.locator('[role="alert"]')).toContainText(/modifié entre-temps.*Votre texte est gardé.*Confirmée par le client/s);
  }
  await late.close();
  await technician.reload();
  await expect(stateOf(technician)).toContainText('Clôturée');
  await expect(gestures(technician)).toContainText('Plus rien à faire ici');
  await expect(gestures(technician).locator('form')).toHaveCount(0);
  await page.goto(`/interventions/${reference}`);
  await expect(timeline(page)).not.toContainText('Trop tard');

  // Found again, by whoever may see it, by a word of its title.
  await page.goto('/history');
  await find(page, word);
  const row = page.locator('tr', { has: page.locator(`a[href="/interventions/${reference}"]`) });
  await expect(row).toContainText('Clôturée');
  await check(page, scripts);
  await technician.goto('/desk/history');
  await find(technician, word);
  await expect(technician.locator(`a[href="/desk/interventions/${reference}"]`)).toBeVisible();
  const stranger = await person(account.referent(WORKSHOP));
  await stranger.goto('/history');
  await find(stranger, word);
  await expect(stranger.locator('main')).not.toContainText(reference);
}

async function hold({ page, person, scripts }: Played): Promise<void> {
  const component = scripts ? 'quai-4-rennes' : 'quai-5-rennes';
  const reference = await ask(page, WAREHOUSES, 'ARL', component, 'Le commutateur ne garde pas sa configuration');
  const technician = await person(account.technician);
  await technician.goto(`/desk/interventions/${reference}`);
  await act(technician, 'take_intervention');
  await expect(stateOf(technician)).toHaveAttribute('data-state', 'in_progress');

  // Who is waited for has a name; nothing typed is lost.
  const held = form(technician, 'hold_intervention');
  await act(technician, 'hold_intervention', {
    reason: 'third_party',
    party_reference: 'RMA-5521',
    promised_at: localTime(5, '12:00'),
    chase_at: localTime(3, '09:00'),
    text: 'Carte mère à échanger',
  });
  await expect(held.locator('[name="party"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(held.locator('[name="party_reference"]')).toHaveValue('RMA-5521');
  await expect(held.locator('[name="promised_at"]')).toHaveValue(localTime(5, '12:00'));
  await expect(held.locator('[name="text"]')).toHaveValue('Carte mère à échanger');
  await held.locator('[name="party"]').fill('Constructeur Nordal');
  await send(held);
  await expect(stateOf(technician)).toContainText('En attente (intervention d’un tiers)');
  await technician.goto(`/desk?client=${WAREHOUSES}`);
  await expect(technician.locator('main')).toContainText('prochaine relance');

  // The client reads who, until when, and that the promised time does not run meanwhile.
  await page.reload();
  await expect(stateOf(page)).toContainText('En attente (intervention d’un tiers)');
  const pause = page.locator('.clocks .pauses li');
  await expect(pause).toContainText('intervention d’un tiers');
  await expect(pause).toContainText('suspend les délais');
  await expect(pause).toContainText('Constructeur Nordal');
  await expect(pause).toContainText('RMA-5521');
  await expect(pause).toContainText('Carte mère à échanger');
  await expect(pause).toContainText('engagement annoncé pour');
  await expect(pause).toContainText('prochaine relance');
  await expect(clock(page, 'response')).toHaveAttribute('data-clock-state', 'met');
  await expect(clock(page, 'restoration')).toHaveAttribute('data-clock-state', 'paused');
  await expect(clock(page, 'restoration')).toContainText('intervention d’un tiers');
  await check(page, scripts);
  await act(page, 'contest_event', { text: 'La pièce était en stock chez vous' });
  await expect(pause).toContainText('Désaccord signalé, réponse attendue');
  await expect(form(page, 'contest_event')).toHaveCount(0);

  // A technician reads it; a coordinator answers.
  await technician.goto(`/desk/interventions/${reference}`);
  await expect(timeline(technician)).toContainText('La pièce était en stock chez vous');
  await expect(form(technician, 'answer_contest')).toHaveCount(0);
  const dispatcher = await person(account.dispatcher);
  await dispatcher.goto(`/desk/interventions/${reference}`);
  const answered = form(dispatcher, 'answer_contest');
  await unfold(answered);
  await answered.locator('[name="text"]').fill(scripts ? 'C’est exact, nous l’avions' : 'Le stock était vide ce jour-là');
  await answered.getByRole('button', { name: scripts ? 'Donner raison au client' : 'Maintenir' }).click();
  await expect(answered).toHaveCount(0);
  await page.reload();
  if (scripts) {
    await expect(timeline(page)).toContainText('C’est exact, nous l’avions');
    await expect(pause).toContainText('Désaccord reconnu');
    await expect(pause).toContainText('ne suspend aucun délai');
    await expect(clock(page, 'restoration')).toHaveAttribute('data-clock-state', 'running');
  } else {
    await expect(timeline(page)).toContainText('Le stock était vide ce jour-là');
    await expect(pause).toContainText('Désaccord non retenu');
    await expect(pause).toContainText('suspend les délais');
    await expect(clock(page, 'restoration')).toHaveAttribute('data-clock-state', 'paused');
  }

  await technician.reload();
  await act(technician, 'resume_intervention');
  await expect(stateOf(technician)).toContainText('En cours');
  await page.reload();
  await expect(stateOf(page)).toContainText('En cours');
  await expect(clock(page, 'restoration')).toHaveAttribute('data-clock-state', 'running');
}

async function question({ page, person, scripts }: Played): Promise<void> {
  const component = scripts ? 'intranet' : 'antivirus';
  await signIn(page, account.requester(CLINIC));
  await page.goto(`/interventions/new?component=${component}`);
  await page.locator('label[for="request-activity-advice"]').click();
  await describe(page, { impact: 3, urgency: 2, details: 'Comment lire ce message d’erreur ?' });
  const reference = await submit(page, 'CSL');
  await expect(stateOf(page)).toHaveText(/Enregistrée.*Helpdesk/s);
  await expect(clock(page, 'restoration')).toHaveCount(0);
  const declared = await fact(page, 'Déclarée').locator('time').getAttribute('datetime');
  expect(declared).toBeTruthy();

  // The helpdesk advises: no repair is on offer.
  const technician = await person(account.technician);
  await technician.goto(`/desk/interventions/${reference}`);
  await act(technician, 'take_intervention');
  await expect(stateOf(technician)).toContainText('En cours');
  await expect(form(technician, 'answer_request')).toHaveCount(1);
  for (const repair of ['restore_provisionally', 'restore_curative', 'complete_request']) {
    await expect(form(technician, repair)).toHaveCount(0);
  }
  await page.reload();
  await expect(stateOf(page)).toContainText('En cours');
  await act(technician, 'action_needed', { text: 'Réinscrire le poste au serveur' });
  await technician.waitForURL((url) => /\/CSL-/.test(url.pathname) && !url.pathname.endsWith(reference));
  const repair = technician.url().split('/').pop()!;
  await expect(stateOf(technician)).toHaveText(/Enregistrée.*Maintenance/s);
  await expect(fact(technician, 'Fait suite à')).toContainText(reference);
  // What the client waits for was asked when the question was.
  await expect(fact(technician, 'Déclarée').locator('time')).toHaveAttribute('datetime', declared!);
  await expect(clock(technician, 'response')).toHaveCount(1);

  // One page tells the client the rest.
  await page.reload();
  await expect(stateOf(page)).toContainText('Transférée en maintenance');
  const linked = page.locator(`.brief li[data-reference="${repair}"]`);
  await expect(linked).toContainText('Enregistrée');
  await expect(gestures(page).locator('form')).toHaveCount(0);
  await check(page, scripts);
  await act(technician, 'take_intervention');
  await expect(stateOf(technician)).toContainText('En cours');
  await page.reload();
  await expect(linked).toContainText('En cours');
  await act(technician, 'restore_curative', { text: 'Poste réinscrit' });
  await expect(stateOf(technician)).toContainText('Résolue');
  await page.reload();
  await expect(linked).toContainText('Résolue');
  await linked.locator('a').click();
  await page.waitForURL(`**/interventions/${repair}`);
  await expect(fact(page, 'Déclarée').locator('time')).toHaveAttribute('datetime', declared!);
  await expect(timeline(page)).toContainText('Poste réinscrit');
  await act(page, 'confirm_resolution');
  await expect(stateOf(page)).toContainText('Clôturée');
  await page.goto(`/interventions/${reference}`);
  await expect(linked).toContainText('Clôturée');
  await technician.goto(`/desk/interventions/${reference}`);
  await expect(stateOf(technician)).toContainText('Transférée en maintenance');
  await expect(technician.locator(`.brief li[data-reference="${repair}"]`)).toContainText('Clôturée');
}

async function gathered({ page, person, scripts }: Played): Promise<void> {
  const component = scripts ? 'wifi-cellule-4-rennes' : 'wifi-cellule-5-rennes';
  const first = await ask(page, WAREHOUSES, 'ARL', component, 'Plus de Wi-Fi dans la cellule');
  const colleague = await person(account.referent(WAREHOUSES));
  await colleague.goto(`/interventions/new?component=${component}`);
  await expect(colleague.locator('main')).toContainText('Une intervention est déjà ouverte sur cet équipement.');
  await expect(colleague.locator('main')).toContainText(first);
  await describe(colleague, { impact: 2, urgency: 1, details: 'Les caristes ne reçoivent plus leurs ordres' });
  const second = await submit(colleague, 'ARL');
  const manager = await person(account.approver(WAREHOUSES));
  await manager.goto(`/interventions/new?component=${component}`);
  await describe(manager, { impact: 2, urgency: 1, details: 'Encore moi : plus de Wi-Fi' });
  const third = await submit(manager, 'ARL');

  const technician = await person(account.technician);
  await technician.goto(`/desk/interventions/${first}`);
  await act(technician, 'take_intervention');
  await expect(stateOf(technician)).toContainText('En cours');

  // The second follows the first, where it already is.
  await technician.goto(`/desk/interventions/${second}`);
  await act(technician, 'gather_intervention', { reference_of: first, text: 'Même borne' });
  await expect(technician.locator('.brief')).toContainText('Suit l’intervention');
  await expect(technician.locator(`.brief li[data-reference="${first}"]`)).toContainText('En cours');
  await expect(stateOf(technician)).toContainText('En cours');
  for (const done of ['hold_intervention', 'restore_provisionally', 'restore_curative']) {
    await expect(form(technician, done)).toHaveCount(0);
  }
  await colleague.reload();
  await expect(stateOf(colleague)).toContainText('En cours');
  await expect(colleague.locator(`.brief li[data-reference="${first}"]`)).toContainText('En cours');
  await check(colleague, scripts);

  // The third said the same: it ends there, and leads to the first.
  await technician.goto(`/desk/interventions/${third}`);
  await act(technician, 'duplicate_of', { reference_of: first, text: 'Déjà signalé' });
  await expect(stateOf(technician)).toContainText('Annulée');
  await expect(technician.locator('.brief')).toContainText('Doublon de');
  await manager.reload();
  await expect(stateOf(manager)).toContainText('Annulée');
  await expect(manager.locator('.brief')).toContainText('Doublon de');
  await expect(gestures(manager).locator('form')).toHaveCount(0);
  await manager.locator(`.brief li[data-reference="${first}"] a`).click();
  await manager.waitForURL(`**/interventions/${first}`);
  await expect(form(manager, 'follow_intervention')).toContainText('Ne plus suivre');

  // One word, one gesture, on the first: both are told.
  await technician.goto(`/desk/interventions/${first}`);
  await expect(technician.locator('.brief')).toContainText('Demandes qui la suivent');
  await expect(technician.locator(`.brief li[data-reference="${second}"]`)).toContainText('En cours');
  await act(technician, 'note_to_client', { text: 'La borne redémarre, encore dix minutes.' });
  await expect(timeline(technician)).toContainText('La borne redémarre');
  for (const contact of [page, colleague]) {
    await contact.reload();
    await expect(timeline(contact)).toContainText('La borne redémarre, encore dix minutes.');
  }
  await act(technician, 'restore_provisionally', { text: 'Borne de prêt posée' });
  await expect(stateOf(technician)).toContainText('Rétablie provisoirement');
  for (const contact of [page, colleague]) {
    await contact.reload();
    await expect(stateOf(contact)).toContainText('Rétablie provisoirement');
  }
  // One failure, one repair owed.
  await technician.goto(`/desk/debts?client=${WAREHOUSES}`);
  await expect(technician.locator(`tr[data-reference="${first}"]`)).toHaveCount(1);
  await expect(technician.locator(`tr[data-reference="${second}"]`)).toHaveCount(0);
  await technician.goto(`/desk/interventions/${first}`);
  await act(technician, 'start_curative');
  await expect(stateOf(technician)).toContainText('En cours');
  await act(technician, 'restore_curative', { text: 'Borne remplacée' });
  await expect(stateOf(technician)).toContainText('Résolue');
  for (const contact of [page, colleague]) {
    await contact.reload();
    await expect(stateOf(contact)).toContainText('Résolue');
    await act(contact, 'confirm_resolution');
    await expect(stateOf(contact)).toContainText('Clôturée');
  }
  await technician.goto(`/desk/interventions/${second}`);
  await expect(stateOf(technician)).toContainText('Clôturée');
}

async function files({ page, person, scripts }: Played): Promise<void> {
  const component = scripts ? 'cao' : 'wifi';
  const reference = await ask(page, WORKSHOP, 'AM', component, 'La licence est refusée, capture jointe');
  const own = page.locator(`form[action="/interventions/${reference}/files"]`);

  // A program that calls itself a quote.
  await attach(own, 'devis.pdf', 'application/pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 0x90)]));
  await expect(page.locator('#add_file-error')).toContainText('Le contenu n’est pas celui que son nom annonce');
  await expect(own.locator('input[name="file"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(own.locator('input[name="file"]')).toBeVisible();
  await expect(page.locator('.timeline-file')).toHaveCount(0);
  await check(page, scripts);

  await page.goto(`/interventions/${reference}`);
  await attach(own, 'capture.png', 'image/png', PICTURE);
  await expect(timeline(page).getByRole('link', { name: 'capture.png' })).toBeVisible();
  await expect(page.locator('.timeline-file')).toHaveCount(1);
  expect(await download(page, 'capture.png')).toEqual(PICTURE);

  // The desk reads it, and answers by one; a lie is none there either.
  const technician = await person(account.technician);
  await technician.goto(`/desk/interventions/${reference}`);
  expect(await download(technician, 'capture.png')).toEqual(PICTURE);
  const desk = technician.locator(`form[action="/desk/interventions/${reference}/files"]`);
  await attach(desk, 'photo.jpg', 'image/jpeg', PICTURE);
  await expect(technician.locator('#add_file-error')).toContainText('Le contenu n’est pas celui que son nom annonce');
  await technician.goto(`/desk/interventions/${reference}`);
  const journal = Buffer.from('08:12 jeton refusé\n08:13 jeton rendu\n');
  await attach(desk, 'journal.log', 'text/plain', journal);
  await expect(timeline(technician).getByRole('link', { name: 'journal.log' })).toBeVisible();
  expect(await download(technician, 'journal.log')).toEqual(journal);
  await check(technician, scripts);
  await page.goto(`/interventions/${reference}`);
  await expect(page.locator('.timeline-file')).toHaveCount(2);
  expect(await download(page, 'journal.log')).toEqual(journal);

  // Another company has no such file, and nobody is shown one inside the portal.
  const address = (await timeline(page).getByRole('link', { name: 'capture.png' }).getAttribute('href'))!;
  const handed = await page.request.get(address);
  expect(handed.headers()['content-disposition']).toMatch(/^attachment/);
  const stranger = await person(account.referent(CLINIC));
  expect((await stranger.request.get(address)).status()).toBe(404);
}

/** One transparent point. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Signs in as that client's requester, and reports a fault of a department that hardly works. */
async function ask(page: Page, client: string, code: string, component: string, details: string): Promise<string> {
  await signIn(page, account.requester(client));
  await page.goto(`/interventions/new?component=${component}`);
  await describe(page, { impact: 2, urgency: 2, details });
  return submit(page, code);
}

/** Answers the questions of the request's form. */
async function describe(page: Page, said: { impact: number; urgency: number; details: string }): Promise<void> {
  const request = form(page, 'request_intervention');
  await request.locator('textarea[name="details"]').fill(said.details);
  await request.locator(`label[for$="-impact-${said.impact}"]`).click();
  await request.locator(`label[for$="-urgency-${said.urgency}"]`).click();
}

/** Sends the request; gives its reference. */
async function submit(page: Page, code: string): Promise<string> {
  await form(page, 'request_intervention').locator('button:not([formmethod])[type="submit"]').click();
  await page.waitForURL(new RegExp(`/interventions/${code}-\\d{4}-\\d{4}$`));
  return page.url().split('/').pop()!;
}

/** The form of the server function of that name. */
function form(page: Page, name: string): Locator {
  return page.locator(`form[action="/fn/${name}"]`);
}

async function send(one: Locator): Promise<void> {
  await one.locator('button[type="submit"]').first().click();
}

/** Opens what the form is folded in, if it is. */
async function unfold(one: Locator): Promise<void> {
  const folded = one.locator('xpath=parent::details[not(@open)]/summary');
  if (await folded.count()) await folded.click();
}

/** A gesture, with what is filled in. */
async function act(page: Page, name: string, fields: Record<string, string> = {}): Promise<void> {
  const one = form(page, name);
  await expect(one).toHaveCount(1);
  await unfold(one);
  for (const [field, value] of Object.entries(fields)) {
    const input = one.locator(`[name="${field}"]`);
    const isChoice = await input.evaluate((element) => element.tagName === 'SELECT');
    if (isChoice) await input.selectOption(value);
    else await input.fill(value);
  }
  await send(one);
}

async function attach(one: Locator, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  await unfold(one);
  await one.locator('input[name="file"]').setInputFiles({ name, mimeType, buffer });
  await send(one);
}

/** What a click on the file's name brings. */
async function download(page: Page, name: string): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await timeline(page).getByRole('link', { name }).click();
  const brought = await coming;
  expect(brought.suggestedFilename()).toBe(name);
  return readFile(await brought.path());
}

async function find(page: Page, word: string): Promise<void> {
  const search = page.locator('form[role="search"]');
  await search.locator('input[name="q"]').fill(word);
  await search.locator('button[type="submit"]').click();
  await page.waitForURL(/[?&]q=/);
}

function stateOf(page: Page): Locator {
  return page.locator('.work-meta[data-state]');
}

function timeline(page: Page): Locator {
  return page.locator('[data-live-region="timeline"]');
}

function events(page: Page, code: string): Locator {
  return timeline(page).locator(`[data-event="${code}"]`);
}

function gestures(page: Page): Locator {
  return page.locator('[data-live-region="intervention-gestures"]');
}

function facts(page: Page): Locator {
  return page.locator('[data-live-region="intervention-facts"]');
}

/** The value beside that name. */
function fact(page: Page, name: string): Locator {
  return facts(page).locator(`xpath=.//dt[normalize-space()="${name}"]/following-sibling::dd[1]`);
}

function clock(page: Page, code: string): Locator {
  return page.locator(`.clocks [data-clock="${code}"]`);
}

/** Marks the open page, once it hears the server: what it shows next, it shows without being loaded again. */
async function stays(page: Page): Promise<void> {
  await expect(page.locator('[data-live="live"]').first()).toBeVisible();
  await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
}

async function stayed(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);
}

/** Without scripts, a page is loaded again to see what happened. */
async function seen(page: Page, scripts: boolean): Promise<void> {
  if (!scripts) await page.reload();
}

/** Fits a phone and a desk; accessible where the checker can run. */
async function check(page: Page, scripts: boolean): Promise<void> {
  for (const viewport of ['phone', 'desk'] as const) {
    await look(page, { theme: 'light', viewport });
    await fitsItsWindow(page);
    if (scripts) await axe(page);
  }
}

/** So many days from now, by the clock of the site. */
function localTime(days: number, time: string): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return `${new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(day)}T${time}`;
}
