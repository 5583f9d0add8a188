// The real chain of supervision: a service, blackbox exporter, Prometheus, Alertmanager, and a receiver's address.
import { createServer, type Server } from 'node:http';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, freePorts, Program, temporaryFolder, until } from './processes.ts';

const BLACKBOX = '/usr/bin/prometheus-blackbox-exporter';
const PROMETHEUS = '/usr/bin/prometheus';
const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';

/** A small HTTP service that can be stopped and started on one port. */
export class LocalService {
  private server: Server | undefined;

  private constructor(readonly port: number) {}

  static async start(): Promise<LocalService> {
    const service = new LocalService(await freePort());
    await service.start();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  async start(): Promise<void> {
    const server = createServer((_request, response) => response.end('well\n'));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = undefined;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
}

/** One supervised component, as the labels of its alerts name it. */
export interface Supervised {
  client: string;
  component: string;
  url: string;
}

/** Where Alertmanager delivers. */
export interface Receiver {
  /** Such as `${vigie.url}/ingest/alertmanager`. */
  url: string;
  token: string;
}

export interface Monitoring {
  prometheus: string;
  alertmanager: string;
  /** What the three programs said, for the message of a failure. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts the three programs at intervals of a second, and waits until the whole chain is at work. */
export async function startMonitoring(
  supervised: readonly Supervised[],
  receiver: Receiver,
): Promise<Monitoring> {
  const { folder, remove } = await temporaryFolder('monitoring');
  const [blackbox, prometheus, alertmanager] = (await freePorts(3)).map((port) => `127.0.0.1:${port}`) as [
    string,
    string,
    string,
  ];
  const write = async (name: string, content: unknown) => {
    // JSON is YAML, and quotes whatever needs it.
    const file = path.join(folder, name);
    await writeFile(file, JSON.stringify(content, null, 2));
    return file;
  };
  const blackboxFile = await write('blackbox.yml', blackboxConfiguration());
  const rulesFile = await write('rules.yml', alertRules());
  const prometheusFile = await write(
    'prometheus.yml',
    prometheusConfiguration(supervised, { rulesFile, blackbox, alertmanager }),
  );
  const alertmanagerFile = await write('alertmanager.yml', alertmanagerConfiguration(receiver));

  const programs = [
    new Program('blackbox exporter', BLACKBOX, [
      `--config.file=${blackboxFile}`,
      `--web.listen-address=${blackbox}`,
    ]),
    new Program('Alertmanager', ALERTMANAGER, [
      `--config.file=${alertmanagerFile}`,
      `--storage.path=${path.join(folder, 'alertmanager')}`,
      `--web.listen-address=${alertmanager}`,
      // Alone: no gossip, no other port.
      '--cluster.listen-address=',
    ]),
    new Program('Prometheus', PROMETHEUS, [
      `--config.file=${prometheusFile}`,
      `--storage.tsdb.path=${path.join(folder, 'prometheus')}`,
      `--web.listen-address=${prometheus}`,
      // An alert raised before Alertmanager is discovered is dropped, and by default sent again a minute later.
      '--rules.alert.resend-delay=5s',
    ]),
  ];
  const stop = async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await remove();
  };
  try {
    await programs[0]!.answersAt(`http://${blackbox}/-/healthy`);
    await programs[1]!.answersAt(`http://${alertmanager}/-/ready`);
    await programs[2]!.answersAt(`http://${prometheus}/-/ready`);
    await until('Prometheus sees its targets and Alertmanager', 30_000, () =>
      seesEverything(`http://${prometheus}`, supervised.length),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    prometheus: `http://${prometheus}`,
    alertmanager: `http://${alertmanager}`,
    output: () => programs.map(({ name, output }) => `--- ${name}\n${output}`).join('\n'),
    stop,
  };
}

/** Discovery takes some seconds after Prometheus says that it is ready. */
async function seesEverything(prometheus: string, targets: number): Promise<boolean> {
  const ask = async (what: string) => {
    const response = await fetch(`${prometheus}/api/v1/${what}`);
    return ((await response.json()) as { data: Record<string, { health?: string }[]> }).data;
  };
  const { activeAlertmanagers = [] } = await ask('alertmanagers');
  const { activeTargets = [] } = await ask('targets');
  const scraped = activeTargets.filter(({ health }) => health === 'up');
  return activeAlertmanagers.length > 0 && scraped.length === targets;
}

function blackboxConfiguration() {
  return {
    modules: {
      http: {
        prober: 'http',
        timeout: '900ms',
        http: { preferred_ip_protocol: 'ip4', follow_redirects: false },
      },
    },
  };
}

function alertRules() {
  return {
    groups: [
      {
        name: 'components',
        rules: [
          {
            alert: 'Unreachable',
            expr: 'probe_success == 0',
            for: '2s',
            labels: { severity: 'critical' },
            annotations: { summary: '{{ $labels.instance }} does not answer' },
          },
          // Always firing: its silence is how a receiver learns that the chain is broken.
          { alert: 'Watchdog', expr: 'vector(1)', labels: { severity: 'none' } },
        ],
      },
    ],
  };
}

function prometheusConfiguration(
  supervised: readonly Supervised[],
  chain: { rulesFile: string; blackbox: string; alertmanager: string },
) {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [chain.rulesFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [chain.alertmanager] }] }] },
    scrape_configs: [
      {
        job_name: 'blackbox',
        metrics_path: '/probe',
        params: { module: ['http'] },
        static_configs: supervised.map(({ client, component, url }) => ({
          targets: [url],
          labels: { vigie_client: client, vigie_component: component },
        })),
        relabel_configs: [
          { source_labels: ['__address__'], target_label: '__param_target' },
          { source_labels: ['__param_target'], target_label: 'instance' },
          { target_label: '__address__', replacement: chain.blackbox },
        ],
      },
    ],
  };
}

function alertmanagerConfiguration({ url, token }: Receiver) {
  return {
    route: {
      receiver: 'vigie',
      group_by: ['vigie_client', 'vigie_component', 'alertname'],
      group_wait: '0s',
      group_interval: '1s',
      repeat_interval: '10s',
    },
    receivers: [
      {
        name: 'vigie',
        webhook_configs: [
          {
            url,
            send_resolved: true,
            http_config: { authorization: { type: 'Bearer', credentials: token } },
          },
        ],
      },
    ],
  };
}
