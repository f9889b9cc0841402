import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Prints the URL of each module that is loaded. */
const HOOKS = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { console.log(url); return next(url, context); } });`;

test('the api starts without oidc-provider and the library of passkeys: they take memory and time where nobody uses it', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(HOOKS)}`, '--eval', "import('./src/app.ts')"],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), maxBuffer: 10_000_000 },
  );
  expect(stdout).toContain('/src/features/oidc/provider.ts');
  expect(stdout).not.toContain('/oidc-provider/');
  expect(stdout).not.toContain('/@simplewebauthn/');
});
