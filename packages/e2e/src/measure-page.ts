import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { webEnvironment } from '@raqam/dev/development-environment';
import { chooseFreePorts } from '@raqam/dev/ports';
import { CHROMIUM_HINT, findChromium } from './chromium.ts';

/**
 * Measures /register as a phone sees it: builds the web app, serves it as in production and lets Lighthouse look at it,
 * mobile, three times. Needs Chromium and Caddy. Lighthouse is fetched when this runs: it is larger than everything else.
 */
const LIGHTHOUSE = 'lighthouse@13.5.0';
const RUNS = 3;
const FIGURES = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'total-blocking-time',
  'cumulative-layout-shift',
];
const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Report {
  categories: Record<string, { score: number }>;
  audits: Record<string, { displayValue?: string }>;
}

const chromium = findChromium();
if (!chromium) throw new Error(CHROMIUM_HINT);
const ports = await chooseFreePorts();
const directory = await mkdtemp(join(tmpdir(), 'raqam-page-'));
try {
  const env = { ...webEnvironment(ports), VITE_API_BASE_URL: '/api/v1' };
  await run(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--outDir', directory, '--emptyOutDir'],
    `${root}/apps/web`,
    env,
  );
  const caddy = spawn('caddy', ['run'], { cwd: root, env: { ...env, PORT: String(ports.web), WEB_ROOT: directory } });
  try {
    await untilAnswers(`http://localhost:${ports.web}/register`);
    for (let count = 1; count <= RUNS; count += 1) process.stdout.write(describe(await measure(count, chromium)));
  } finally {
    caddy.kill();
  }
} finally {
  await rm(directory, { recursive: true });
}

async function measure(count: number, chromePath: string): Promise<Report> {
  const output = join(directory, `${count}.json`);
  const flags = '--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update';
  const page = `http://localhost:${ports.web}/register`;
  const options = [
    '--quiet',
    `--chrome-flags=${flags}`,
    '--output=json',
    '--only-categories=performance,accessibility,best-practices,seo',
    `--output-path=${output}`,
  ];
  // biome-ignore lint/style/noProcessEnv: npm finds its registry by what the machine has set
  const env = { ...process.env, CHROME_PATH: chromePath };
  await run('npx', ['--yes', LIGHTHOUSE, page, ...options], directory, env);
  return JSON.parse(await readFile(output, 'utf8')) as Report; // of the version above
}

function describe({ categories, audits }: Report): string {
  const scores = Object.entries(categories).map(([name, { score }]) => `${name} ${Math.round(score * 100)}`);
  const figures = FIGURES.map((name) => `${name} ${audits[name]?.displayValue}`);
  return `${[...scores, ...figures].join(' · ')}\n`;
}

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}

async function untilAnswers(url: string): Promise<void> {
  for (;;) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
