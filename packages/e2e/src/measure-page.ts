import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_HINT, findChromium } from './chromium.ts';
import { deploy } from './rehearsal/deployment.ts';

/**
 * Measures /register on a simulated phone: deploys the production builds behind Caddy and runs Lighthouse in mobile
 * mode three times. Needs Chromium and Caddy. Lighthouse is fetched on each run, because it is larger than all other
 * dependencies.
 */
const LIGHTHOUSE = 'lighthouse@13.5.0';
const RUNS = 3;
const CATEGORIES = 'performance,accessibility,best-practices,seo';
const FIGURES = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'total-blocking-time',
  'cumulative-layout-shift',
];
const CHROMIUM_FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update';

interface Report {
  categories: Record<string, { score: number }>;
  audits: Record<string, { displayValue?: string }>;
}

const chromium = findChromium();
if (!chromium) throw new Error(CHROMIUM_HINT);
const directory = await mkdtemp(join(tmpdir(), 'raqam-page-'));
const deployment = await deploy({ sites: 'same' });
try {
  for (let run = 0; run < RUNS; run += 1) {
    process.stdout.write(describe(await measure(`${deployment.urls.web}/register`, chromium)));
  }
} finally {
  await deployment.stop();
  await rm(directory, { recursive: true });
}

async function measure(page: string, chromePath: string): Promise<Report> {
  const output = join(directory, 'report.json');
  const options = [`--chrome-flags=${CHROMIUM_FLAGS}`, `--only-categories=${CATEGORIES}`, '--output=json'];
  const child = spawn('npx', ['--yes', LIGHTHOUSE, page, '--quiet', ...options, `--output-path=${output}`], {
    cwd: directory,
    // biome-ignore lint/style/noProcessEnv: npm reads its registry from the machine's environment
    env: { ...process.env, CHROME_PATH: chromePath },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}`);
  return JSON.parse(await readFile(output, 'utf8')) as Report; // of the version above
}

function describe({ categories, audits }: Report): string {
  const scores = Object.entries(categories).map(([name, { score }]) => `${name} ${Math.round(score * 100)}`);
  const figures = FIGURES.map((name) => `${name} ${audits[name]?.displayValue}`);
  return `${[...scores, ...figures].join(' · ')}\n`;
}
