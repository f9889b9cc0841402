/**
 * Builds the package @raqam/web into `package/`, for `npm pack`: the provider, the page, the dialog and the texts as
 * ES modules, their types, and one file of styles. It has no dependencies but React, and no TypeScript sources.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import rootPackage from '../../package.json' with { type: 'json' };
import { trimAxios } from './trim-axios.ts';

const app = import.meta.dirname;
const out = join(app, 'package');
const shared = join(app, '../../packages/shared');

/** The modules that apps import, by their names in the package. */
const entries = {
  index: 'src/parts/parts.ts',
  'texts/uz': 'src/messages/uz.ts',
  'texts/uz-cyrl': 'src/messages/uz-cyrl.ts',
  'texts/ru': 'src/messages/ru.ts',
  'texts/en': 'src/messages/en.ts',
} as const;

// A build for production, whoever starts it: for development, JSX becomes other calls
// biome-ignore lint/style/noProcessEnv: Vite reads it
process.env['NODE_ENV'] = 'production';

rmSync(out, { recursive: true, force: true });
await buildScripts();
writeTypes();
writeManifest();

async function buildScripts(): Promise<void> {
  await build({
    configFile: false,
    root: app,
    publicDir: false,
    plugins: [trimAxios()],
    logLevel: 'warn',
    build: {
      outDir: join(out, 'dist'),
      target: 'baseline-widely-available',
      // The app that uses it does that
      minify: false,
      cssCodeSplit: true,
      // The licenses of what the scripts contain
      license: { fileName: 'licenses.md' },
      lib: { entry: { ...entries, styles: 'src/styles/parts.css' }, formats: ['es'], cssFileName: 'styles' },
      rolldownOptions: {
        external: /^react(?:-dom)?(?:\/|$)/,
        output: {
          chunkFileNames: 'parts/[name]-[hash].js',
          // Next.js renders it in the browser too, not only on the server
          banner: ({ name }) => (name === 'index' ? "'use client';" : ''),
        },
      },
    },
  });
  rmSync(join(out, 'dist/styles.js'), { force: true });
}

/**
 * Writes the types of the entries, and whatever they import. TypeScript has written them for every module; those of the
 * contract's schemas stay out, which would need zod.
 */
function writeTypes(): void {
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')));
  execFileSync(process.execPath, [tsc, '-b', 'tsconfig.src.json'], { cwd: app, stdio: 'inherit' });
  const written = new Set<string>();
  const write = (source: string): void => {
    if (written.has(source)) return;
    written.add(source);
    const target = typesOf(source);
    const text = readFileSync(declarationOf(source), 'utf8').replace(
      /(from |import\()(['"])([^'"]+)\2/g,
      (whole, keyword, quote, specifier) => {
        const imported = resolve(source, specifier);
        if (!imported) return whole;
        write(imported);
        const path = relative(dirname(target), typesOf(imported)).replace(/\.d\.ts$/, '.js');
        return `${keyword}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
      },
    );
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  for (const source of Object.values(entries)) write(join(app, source));
}

/** The source that a module imports; undefined for React. */
function resolve(source: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(source), specifier);
  const [, name] = /^@raqam\/shared\/(.+)$/.exec(specifier) ?? [];
  if (name && !name.startsWith('contract')) return join(shared, 'src', `${name}.ts`);
  if (/^react(?:\/|$)/.test(specifier)) return undefined;
  throw new Error(`${relative(app, source)}: the types of the package must not need ${specifier}`);
}

/** Where TypeScript wrote the types of a source. */
function declarationOf(source: string): string {
  const [project, types] = source.startsWith(shared) ? [shared, '.tsc'] : [app, '.tsc/src'];
  return join(project, 'node_modules', types, relative(project, source)).replace(/\.tsx?$/, '.d.ts');
}

/** Where the package has them. */
function typesOf(source: string): string {
  const [root, folder] = source.startsWith(shared) ? [join(shared, 'src'), 'shared'] : [join(app, 'src'), ''];
  return join(out, 'types', folder, relative(root, source)).replace(/\.tsx?$/, '.d.ts');
}

function writeManifest(): void {
  const exports = Object.entries(entries).map(([name, source]) => [
    name === 'index' ? '.' : `./${name}`,
    { types: `./${relative(out, typesOf(join(app, source)))}`, default: `./dist/${name}.js` },
  ]);
  const manifest = {
    name: '@raqam/web',
    version: rootPackage.version,
    description: 'Sign-in by phone number and Telegram: page, dialog and session for React apps',
    license: rootPackage.license,
    type: 'module',
    exports: { ...Object.fromEntries(exports), './styles.css': './dist/styles.css' },
    sideEffects: ['*.css'],
    peerDependencies: { react: '^19.2.0', 'react-dom': '^19.2.0' },
  };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(app, '../../LICENSE'), join(out, 'LICENSE'));
  // It has no links to other pages
  copyFileSync(join(app, '../../docs/customize/embedding.md'), join(out, 'README.md'));
}
