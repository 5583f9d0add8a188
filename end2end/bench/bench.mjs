// The figures of the README's table, measured: rates as ratios to /healthz of the same run, bytes, latency, memory.
//
// Usage: node bench/bench.mjs PATH_TO_VIGIE   (cargo xtask bench calls it with the release binary, and gives the rows
// that it measured itself as BENCH_ROWS)
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';

const run = promisify(execFile);
const vigie = process.argv[2] ?? process.env.VIGIE_BIN;
const PASSWORD = 'demo-vigie-2026';
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 200);
const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const data = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const server = spawn(vigie, ['demo', '--listen', `127.0.0.1:${port}`, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] });
try {
  await ready();
  const rows = JSON.parse(process.env.BENCH_ROWS ?? '[]');
  const row = (what, figure, against = '') => { rows.push([what, figure, against]); };

  row('memory at rest, 1,000 components of 10 clients, RSS', `${((await memoryAtRest()) / 1024).toFixed(1)} MB`, '≤ 30 MB');
  row('memory of the demonstration with its own targets (262 components), RSS', `${(rss(server) / 1024).toFixed(1)} MB`);

  const clinic = await signIn('referent@clinique-saint-luc.example');
  const freight = await signIn('referent@armor-logistique.example');
  await wrk('/healthz', '', 2);
  const health = await wrk('/healthz');
  const fifty = await wrk('/status', clinic);
  const twoHundred = await wrk('/status', freight);
  const healthAgain = await wrk('/healthz');
  const reference = (health.rate + healthAgain.rate) / 2;
  const shown = (result) => `${Math.round(result.rate)}/s, p50 ${result.p50}, p99 ${result.p99}`;
  row('/healthz, before and after', `${shown(health)}; ${shown(healthAgain)}`);
  row('/status signed in, 50 components', shown(fifty), `1/${(reference / fifty.rate).toFixed(1)} of /healthz (budget ≥ 1/8)`);
  row('/status signed in, 200 components', shown(twoHundred), `1/${(reference / twoHundred.rate).toFixed(1)} of /healthz (budget ≥ 1/30)`);
  row('memory after the load, RSS', `${(rss(server) / 1024).toFixed(1)} MB`);

  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: CHROMIUM_FLAGS });
  for (const [path, budget] of [['/status', '≤ 95 kB, WASM + JS ≤ 75 kB, ≤ 12 requests'], ['/interventions/new', '≤ 150 kB']]) {
    const { byType, total, requests } = await firstLoad(browser, path);
    row(`first load of ${path}, compressed`, `${kb(total)} in ${requests} requests: ${byType}`, budget);
  }
  const latency = await eventToDom(browser);
  row(`event received → text changed in an open browser, ${EVENTS} events`, `p50 ${latency.p50} ms, p99 ${latency.p99} ms, max ${latency.max} ms`, 'p99 ≤ 150 ms');
  await browser.close();

  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, figure, against] of rows) console.log(`${what.padEnd(width)}  ${figure}${against ? `  [${against}]` : ''}`);
} finally {
  server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}

async function ready() {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('vigie demo was not ready within 30 s');
}

/** Signs in through the form and returns the Cookie header. */
async function signIn(email) {
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

/** One wrk thread, 32 connections, identity encoding. */
async function wrk(path, cookie = '', seconds = SECONDS) {
  const headers = ['-H', 'Accept-Encoding: identity', ...(cookie ? ['-H', `Cookie: ${cookie}`] : [])];
  const { stdout } = await run('wrk', ['-t1', '-c32', `-d${seconds}s`, '--latency', ...headers, base + path]);
  if (/Non-2xx/.test(stdout)) throw new Error(`${path} did not answer 200:\n${stdout}`);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    p50: /\s50%\s+(\S+)/.exec(stdout)[1],
    p99: /\s99%\s+(\S+)/.exec(stdout)[1],
  };
}

/** Bytes over the wire of a first visit with an empty cache, by type. */
async function firstLoad(browser, path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInPage(page, 'referent@clinique-saint-luc.example');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const kinds = new Map();
  const bytes = new Map();
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
    // An event of the demonstration may fetch the page again meanwhile: that is no part of the first load.
    const isAgain = type === 'Fetch' && response.mimeType === 'text/html';
    if (!isAgain) kinds.set(requestId, response.mimeType === 'application/wasm' ? 'WASM' : type);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
  await page.goto(base + path);
  await pause(2500);
  const sums = new Map();
  for (const [request, size] of bytes) if (kinds.has(request)) sums.set(kinds.get(request), (sums.get(kinds.get(request)) ?? 0) + size);
  await context.close();
  const byType = [...sums].sort((a, b) => b[1] - a[1]).map(([kind, size]) => `${kind} ${kb(size)}`).join(', ');
  return { byType, total: [...sums.values()].reduce((a, b) => a + b, 0), requests: kinds.size };
}

/** Posts alternating alerts and notes when the row's state changes in an open page. */
async function eventToDom(browser) {
  const token = (await run(vigie, ['token', 'create', '--clients', 'clinique-saint-luc', '--kind', 'ingest', '--name', 'bench', '--database', `sqlite://${data}/vigie.db`])).stdout.trim();
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInPage(page, 'referent@clinique-saint-luc.example');
  await page.goto(`${base}/status`);
  const component = await page.locator('[data-component][data-state="operational"]').first().getAttribute('data-component');
  await page.waitForTimeout(2500);
  await page.evaluate((key) => {
    window.changes = [];
    const rowElement = document.querySelector(`[data-component="${key}"]`);
    new MutationObserver(() => window.changes.push([performance.timeOrigin + performance.now(), rowElement.dataset.state, rowElement.textContent]))
      .observe(rowElement, { attributes: true, attributeFilter: ['data-state'], subtree: true, childList: true, characterData: true });
  }, component);
  const delays = [];
  const started = new Date().toISOString();
  for (let count = 0; count < EVENTS; count += 1) {
    const firing = count % 2 === 0;
    const wanted = firing ? 'major_outage' : 'operational';
    const at = new Date(Date.parse(started) + Math.floor(count / 2)).toISOString();
    const sent = performance.timeOrigin + performance.now();
    const answer = await fetch(`${base}/ingest/alertmanager`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ version: '4', groupKey: 'bench', status: firing ? 'firing' : 'resolved', receiver: 'vigie', groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: '', alerts: [{ status: firing ? 'firing' : 'resolved', labels: { alertname: 'Bench', severity: 'critical', vigie_client: 'clinique-saint-luc', vigie_component: component }, annotations: { summary: 'bench' }, startsAt: at, endsAt: firing ? '0001-01-01T00:00:00Z' : new Date().toISOString(), generatorURL: '', fingerprint: 'bench' }] }),
    });
    if (!answer.ok) throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`);
    const changed = await page.waitForFunction(([state, after]) => window.changes.findLast?.(([at, seen]) => seen === state && at > after)?.[0] ?? null, [wanted, sent], { polling: 5, timeout: 10_000 });
    delays.push(await changed.jsonValue() - sent);
  }
  await context.close();
  delays.sort((a, b) => a - b);
  const at = (share) => delays[Math.min(delays.length - 1, Math.floor(share * delays.length))].toFixed(0);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

async function signInPage(page, email) {
  await page.goto(`${base}/sign-in`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', PASSWORD);
  await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.press('[name=password]', 'Enter')]);
}

/** Resident memory of a server whose boards are all read and whom nobody asks, in kB. */
async function memoryAtRest() {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-rest-'));
  const database = ['--database', `sqlite://${folder}/vigie.db`];
  writeFileSync(join(folder, 'provider.toml'), provider(10, 100));
  await run(vigie, ['import', join(folder, 'provider.toml'), ...database]);
  const resting = spawn(vigie, ['serve', '--listen', `127.0.0.1:${await freePort()}`, ...database], { stdio: 'ignore' });
  try {
    await pause(8000);
    return rss(resting);
  } finally {
    resting.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An import file of that many clients, each with that many components under one contract. */
function provider(clients, components) {
  const parts = ['[provider]\nname = "Banc"\nlegal_name = "Banc SAS"\nphone_day = "01 99 00 00 00"\nemail = "banc@banc.example"\ntime_zone = "Europe/Paris"\n'];
  parts.push('[[sources]]\nkey = "prometheus"\nname = "Prometheus"\nkind = "alertmanager"\nclients = "all"\n');
  for (let client = 0; client < clients; client += 1) {
    parts.push(`[[clients]]\nslug = "client-${client}"\ncode = "C${client}X"\nname = "Client ${client}"\ntime_zone = "Europe/Paris"\n[[clients.sites]]\nkey = "siege"\nname = "Siège"\ncity = "Paris"\n`);
    for (let component = 0; component < components; component += 1) parts.push(`[[clients.components]]\nkey = "serveur-${component}"\nname = "Serveur d’application ${component}"\ncategory = "infrastructure"\nsites = ["siege"]\n`);
    parts.push(`[[clients.contracts]]\nnumber = "2026-${client}"\ntitle = "Contrat"\nversion = 1\nstarts = 2026-01-01\nends = 2028-12-31\nrenewal = "none"\n[[clients.contracts.clauses]]\nreference = "1"\ntitle = "Maintenance"\ntext = "Tout est couvert."\n[[clients.contracts.lines]]\nkey = "maintenance"\nservice = "corrective"\ntitle = "Maintenance"\nclause = "1"\nhours = "24/7"\nclock_start = "declaration"\nbilling = "included"\ntargets = [${['p1', 'p2', 'p3', 'p4'].map((priority) => `{ priority = "${priority}", response = "1h", restoration = "4h" }`).join(', ')}]\nincluded = [{ clause = "1" }]\n`);
  }
  return parts.join('\n');
}

/** Resident memory of a process, in kB. */
function rss(child) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]);
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
