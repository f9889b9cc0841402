import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv, type Plugin } from 'vite';
import { buildStamp } from './build-stamp.ts';
import { checkEnvironment } from './check-environment.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { firstScreen } from './first-screen.ts';
import { siteBrand } from './site-brand.ts';
import { trimAxios } from './trim-axios.ts';

/** One file for what every visitor needs: it compresses better than several. */
const forEverybody = { name: 'index', test: /src.main\.tsx$/, priority: 1 };

/** Small parts of many lazy pages: the first file names every lazy one. */
const forForms = {
  name: 'forms',
  test: /src.(api.use-(action|form)|components.fields|features.auth.(attempt.(StepLinks|place-failure)|passkey.is-cancelled|session.(display-name|use-sign-out|SignOutButton|code-calls)))/,
};

// biome-ignore lint/style/noDefaultExport: Vite reads its configuration from the default export
export default defineConfig({
  plugins: [
    environmentCheck(),
    siteBrand(),
    firstScreen(),
    contentSecurityPolicy(),
    buildStamp(),
    trimAxios(),
    react(),
  ],
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  // Only lazy parts import it; found late, it would make the development server reload an open page
  optimizeDeps: { include: ['uqr', '@simplewebauthn/browser'] },
  build: {
    target: 'baseline-widely-available',
    rolldownOptions: { output: { codeSplitting: { groups: [forEverybody, forForms] } } },
    // No data: URLs and no polyfill script, for a strict Content-Security-Policy
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

/** A plugin, so that tools that only load this file need no environment. */
function environmentCheck(): Plugin {
  return {
    name: 'raqam:environment-check',
    config(_config, { mode, isPreview }) {
      // A preview serves a finished build, which already has the values
      if (!isPreview) checkEnvironment(loadEnv(mode, import.meta.dirname, ['VITE_', 'RAILWAY_']));
    },
  };
}
