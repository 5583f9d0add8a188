// How long the pages of a grown provider take: one request after the other on one connection, as a browser sees it.
//
// Usage: node bench/scale.mjs PATH_TO_VIGIE DATABASE ENGINE   (cargo xtask bench calls it on what it has filled)
// Prints the rows of the table as JSON; each page's figures go to standard error.
import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';

const [vigie, database, engine] = process.argv.slice(2);
const PASSWORD = 'demo-vigie-2026';
/** Requests to each kind of page. */
const EACH = Number(process.env.BENCH_EACH ?? 300);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const port = await freePort();
const server = spawn(vigie, ['serve', '--listen', `127.0.0.1:${port}`, '--database', database], { stdio: ['ignore', 'ignore', 'inherit'] });
try {
  await ready();
  const big = await signIn('referent@xke.example');
  const small = await signIn('referent@xka.example');
  const desk = await signIn('coordinateur@prestataire.example');
  const bigWork = await references(big, '/interventions/', '/history');
  const deskWork = await references(desk, '/desk/interventions/', '/desk/history');
  const words = ['imprimante', 'messagerie', 'étiqueteuse', 'certificat renouvelé', 'écran noir atelier', 'webcam', 'badge caisse', 'serveur', 'station grésille', 'licence'];
  const slugs = ['xke', 'xka', 'xlf', 'xlg', 'xlz', 'xmb', 'xpk'];
  const clients = [['big', big], ['small', small]];

  const pages = [];
  for (const [size, cookie] of clients) {
    for (const path of ['/', '/status', '/interventions', '/interventions/new', '/history', '/contract', '/contract/covered', '/calendar', '/quotes', '/reports', '/account', '/account/audit']) pages.push([`${path} (${size})`, cookie, () => path]);
    pages.push([`/status/… (${size})`, cookie, (turn) => `/status/composant-${turn % 60}`]);
    pages.push([`/history?component= (${size})`, cookie, (turn) => `/history?component=composant-${turn % 60}`]);
  }
  pages.push(['/interventions/…', big, (turn) => `/interventions/${bigWork[turn % bigWork.length]}`]);
  for (const path of ['/desk/call', '/desk/clients', '/desk/history', '/desk/debts', '/desk/quotes', '/desk/alerts', '/desk/reports', '/desk/answers']) pages.push([path, desk, () => path]);
  pages.push(['/desk/clients/…', desk, (turn) => `/desk/clients/${slugs[turn % slugs.length]}`]);
  pages.push(['/desk/call?client=', desk, (turn) => `/desk/call?client=${slugs[turn % slugs.length]}`]);
  pages.push(['/desk/interventions/…', desk, (turn) => `/desk/interventions/${deskWork[turn % deskWork.length]}`]);
  const searches = [
    ['/history?q=', big, (turn) => `/history?q=${encodeURIComponent(words[turn % words.length])}`],
    ['/desk/history?q=', desk, (turn) => `/desk/history?q=${encodeURIComponent(words[turn % words.length])}`],
    ['/desk/history?client=&q=', desk, (turn) => `/desk/history?client=${slugs[turn % slugs.length]}&q=${encodeURIComponent(words[turn % words.length])}`],
  ];
  const queues = [
    ['/desk', desk, () => '/desk'],
    ['/desk?client=', desk, (turn) => `/desk?client=${slugs[turn % slugs.length]}`],
    ['/desk?pressure=soon', desk, () => '/desk?pressure=soon'],
  ];
  const rows = [];
  for (const [what, list, target] of [['pages', pages, 20], ['search', searches, 50], ['the desk’s queue', queues, 10]]) {
    let worst = { p99: 0 };
    let all = [];
    for (const [name, cookie, path] of list) {
      const times = await measure(name, cookie, path);
      if (!times) continue;
      all = all.concat(times);
      const figures = { name, p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: times.at(-1) };
      console.error(`${engine}  ${name.padEnd(32)} p50 ${figures.p50.toFixed(1)}  p99 ${figures.p99.toFixed(1)}  max ${figures.max.toFixed(1)} ms`);
      if (figures.p99 > worst.p99) worst = figures;
    }
    all.sort((a, b) => a - b);
    const figure = `p50 ${quantile(all, 0.5).toFixed(1)} ms, p99 ${quantile(all, 0.99).toFixed(1)} ms; slowest ${worst.name}: p50 ${worst.p50.toFixed(1)}, p99 ${worst.p99.toFixed(1)} ms`;
    rows.push([`${engine}, 150 clients, 200,000 interventions, 2 M events: ${what}`, figure, `p99 ≤ ${target} ms`]);
  }
  console.log(JSON.stringify(rows));
} finally {
  server.kill('SIGTERM');
  agent.destroy();
}

/** Milliseconds of each request, sorted; null where there is no such page in this version. */
async function measure(name, cookie, path) {
  for (let turn = 0; turn < 20; turn += 1) {
    const { status } = await get(path(turn), cookie);
    if (status === 404) {
      console.error(`${engine}  ${name}: there is no such page`);
      return null;
    }
    if (status !== 200) throw new Error(`${path(turn)} answered ${status}`);
  }
  const times = [];
  for (let turn = 0; turn < EACH; turn += 1) {
    const begun = performance.now();
    const { status } = await get(path(turn), cookie);
    times.push(performance.now() - begun);
    if (status !== 200) throw new Error(`${path(turn)} answered ${status}`);
  }
  return times.sort((a, b) => a - b);
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** References that a list links to, over some of its pages. */
async function references(cookie, prefix, path) {
  const found = new Set();
  let next = path;
  for (let page = 0; next && page < 8; page += 1) {
    const { body } = await get(next, cookie);
    for (const [, reference] of body.matchAll(new RegExp(`href="${prefix}([A-Z]+-\\d{4}-\\d+)"`, 'g'))) found.add(reference);
    const link = new RegExp(`href="(${path}\\?[^"]*(?:before|after)=[^"]+)"`).exec(body);
    next = link?.[1].replaceAll('&amp;', '&');
  }
  if (found.size === 0) throw new Error(`${path} links to no intervention`);
  return [...found];
}

function get(path, cookie) {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, agent, headers: { cookie, accept: 'text/html', 'accept-encoding': 'identity' } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString() }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function ready() {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error('vigie serve was not ready within a minute');
}

async function signIn(email) {
  const base = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${base}/fn/sign_in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: base, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email, password: PASSWORD, next: '' }),
  });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  if (!cookie) throw new Error(`sign-in of ${email} answered ${answer.status} without a cookie`);
  return cookie;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
