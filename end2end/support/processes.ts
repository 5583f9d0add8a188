// Programs that a test starts: on ports of their own, waited for, and ended for certain.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Ports that nothing listens on; they stay distinct because all are held until the last is found. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}

/** A new folder, removed by `remove`. */
export async function temporaryFolder(purpose: string) {
  const folder = await mkdtemp(path.join(tmpdir(), `vigie-${purpose}-`));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A program under way; what it says is kept, for the message of a failure. */
export class Program {
  private readonly child: ChildProcess;
  private said = '';
  private ended: string | undefined;

  constructor(
    readonly name: string,
    command: string,
    words: string[],
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ) {
    this.child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        this.said = (this.said + text).slice(-100_000);
      });
    }
    // A test that dies on its way leaves nothing behind.
    const kill = () => this.child.kill('SIGKILL');
    process.once('exit', kill);
    this.child.once('exit', () => process.off('exit', kill));
    this.child.once('error', (error) => (this.ended = String(error)));
    this.child.once('exit', (code, signal) => (this.ended ??= `ended with ${signal ?? code}`));
  }

  get output(): string {
    return this.said;
  }

  /** Waits until the address answers 200; fails at once when the program ends before. */
  async answersAt(url: string, timeoutMs = 30_000): Promise<void> {
    await until(`${this.name} answers at ${url}`, timeoutMs, async () => {
      if (this.ended) throw new Error(`${this.name} ${this.ended}\n${this.said}`);
      const response = await fetch(url).catch(() => undefined);
      return response?.status === 200;
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.said}`);
    });
  }

  /** Asks it to end, insists after five seconds, and resolves once it has. */
  async stop(): Promise<void> {
    if (this.ended) return;
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.kill('SIGTERM');
    const insist = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(insist);
  }
}

/** Asks again every 50 ms until the answer is yes. */
export async function until(
  what: string,
  timeoutMs: number,
  isTrue: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
